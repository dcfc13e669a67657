package io.integrationhost.kit.transport;

import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.Uplinks;
import io.integrationhost.plugin.Wire;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What the ports and connections of one transport share. Thread-safe. */
final class Service {

  private static final int MOST_SILENT = 1_000;

  private final TransportContext context;
  private final Shared shared;
  private final String label;
  private final Reports reports;
  private final Devices devices;
  private final AtomicLong sessions = new AtomicLong();
  private final Map<String, String> silent = new ConcurrentHashMap<>();
  private final Map<String, Limits> limits = new ConcurrentHashMap<>();
  private volatile Net net;

  Service(
      TransportContext context,
      Shared shared,
      boolean oneSessionPerDevice,
      Optional<String> called) {
    this.context = context;
    this.shared = shared;
    this.label =
        called.orElseGet(
            () ->
                "integration '"
                    + context.integration()
                    + "', transport '"
                    + context.transport()
                    + "'");
    this.reports = new Reports(label, context.clock());
    this.devices = new Devices(context.uplinks(), oneSessionPerDevice, reports);
  }

  /** From the start on. */
  void use(Net started) {
    net = started;
  }

  TransportContext context() {
    return context;
  }

  Shared shared() {
    return shared;
  }

  String label() {
    return label;
  }

  Reports reports() {
    return reports;
  }

  Devices devices() {
    return devices;
  }

  Uplinks uplinks() {
    return context.uplinks();
  }

  Wire wire() {
    return context.wire();
  }

  Net net() {
    return net;
  }

  /** Somebody who is asked has not answered for some time. */
  void isSilent(String who, String why) {
    if (silent.size() < MOST_SILENT) {
      silent.put(who, why);
    }
  }

  /** Somebody answers again, or is not asked any more. */
  void answers(String who) {
    silent.remove(who);
  }

  /** Who does not answer, for people; empty when all do. */
  Optional<String> silent() {
    return silent.entrySet().stream()
        .findFirst()
        .map(
            one ->
                one.getKey()
                    + " does not answer ("
                    + one.getValue()
                    + "), and is asked less often"
                    + (silent.size() > 1 ? "; so do " + (silent.size() - 1) + " more" : ""));
  }

  /** Ports with the same limits share them. */
  Limits limits(int uplinks, long bytes) {
    return limits.computeIfAbsent(uplinks + " " + bytes, none -> newLimits(uplinks, bytes));
  }

  /** Limits of one port alone. */
  Limits newLimits(int uplinks, long bytes) {
    return new Limits(new Permits(uplinks), new Budget(bytes, context.memory()));
  }

  long nextSession() {
    return sessions.incrementAndGet();
  }
}
