package io.integrationhost.admin.live;

import io.integrationhost.admin.metrics.AdminCounters;
import io.integrationhost.host.Host;
import java.time.Clock;

/** All who look at what passes integrations. */
public final class Watching implements AutoCloseable {

  private final Host host;
  private final Wires wires;
  private final Taps taps;
  private final WireLogs logs;

  /** Of one host. */
  public Watching(Host host, Streams streams, AdminCounters counters, Clock clock) {
    this.host = host;
    this.wires = new Wires(host);
    this.taps = new Taps(streams, wires, counters, clock);
    this.logs = new WireLogs(host.settings().dataDirectory(), wires, clock);
  }

  public Taps taps() {
    return taps;
  }

  public WireLogs logs() {
    return logs;
  }

  /** A second has passed. */
  public void look() {
    wires.look();
    taps.look(host.integrations());
    logs.look();
  }

  @Override
  public void close() {
    taps.close();
    logs.close();
  }
}
