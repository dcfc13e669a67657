package io.integrationhost.kit.transport;

import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.Uplinks;
import io.integrationhost.plugin.Wire;
import java.util.concurrent.atomic.AtomicLong;

/** What the ports and connections of one transport share. Thread-safe. */
final class Service {

  private final TransportContext context;
  private final Shared shared;
  private final String label;
  private final Reports reports;
  private final Devices devices;
  private final AtomicLong sessions = new AtomicLong();
  private volatile Net net;

  Service(TransportContext context, Shared shared, boolean oneSessionPerDevice) {
    this.context = context;
    this.shared = shared;
    this.label =
        "integration '" + context.integration() + "', transport '" + context.transport() + "'";
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

  long nextSession() {
    return sessions.incrementAndGet();
  }
}
