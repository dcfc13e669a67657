package io.integrationhost.kit.http;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.integrationhost.kit.Refusal;
import io.integrationhost.plugin.Memory;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.Uplinks;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;

/** What a port needs of a host, on behalf of all its transports: each comes and goes. */
final class PortContext implements TransportContext {

  private final String name;
  private final ScheduledExecutorService timer;
  private final PortWire wire;
  private final Shares memory = new Shares();

  PortContext(String name, ScheduledExecutorService timer, PortWire wire) {
    this.name = name;
    this.timer = timer;
    this.wire = wire;
  }

  @Override
  public String integration() {
    return "";
  }

  @Override
  public String transport() {
    return name;
  }

  @Override
  public Config config() {
    return ConfigFactory.empty();
  }

  /** Requests go to the uplinks of whose they are. */
  @Override
  public Uplinks uplinks() {
    return uplink ->
        CompletableFuture.failedFuture(Refusal.rejected(name + " has no integration of its own"));
  }

  @Override
  public ScheduledExecutorService scheduler() {
    return timer;
  }

  @Override
  public Clock clock() {
    return Clock.systemUTC();
  }

  @Override
  public Path dataDirectory() {
    throw new UnsupportedOperationException(name + " keeps nothing");
  }

  @Override
  public PortWire wire() {
    return wire;
  }

  @Override
  public Shares memory() {
    return memory;
  }

  /**
   * Memory of whoever of the transports has some. What one that goes had given is taken of another,
   * or was given without one until it is free.
   */
  static final class Shares implements Memory {

    private final Map<Memory, Long> taken = new LinkedHashMap<>();
    private long uncovered;

    synchronized void add(Memory of) {
      taken.putIfAbsent(of, 0L);
    }

    synchronized void remove(Memory of) {
      Long had = taken.remove(of);
      if (had != null && had > 0) {
        of.give(had);
        if (!take(had)) {
          uncovered += had;
        }
      }
    }

    @Override
    public synchronized boolean take(long bytes) {
      for (Map.Entry<Memory, Long> each : taken.entrySet()) {
        if (each.getKey().take(bytes)) {
          each.setValue(each.getValue() + bytes);
          return true;
        }
      }
      return false;
    }

    @Override
    public synchronized void give(long bytes) {
      long left = bytes - Math.min(bytes, uncovered);
      uncovered -= bytes - left;
      for (Map.Entry<Memory, Long> each : taken.entrySet()) {
        long back = Math.min(left, each.getValue());
        if (back > 0) {
          each.getKey().give(back);
          each.setValue(each.getValue() - back);
          left -= back;
        }
      }
    }
  }
}
