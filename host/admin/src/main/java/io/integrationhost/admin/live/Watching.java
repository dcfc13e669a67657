package io.integrationhost.admin.live;

import io.integrationhost.admin.metrics.AdminCounters;
import io.integrationhost.host.Host;
import java.time.Clock;

/** All who look at what passes integrations. */
public final class Watching implements AutoCloseable {

  private final Host host;
  private final Wires wires;
  private final Taps taps;

  /** Of one host. */
  public Watching(Host host, Streams streams, AdminCounters counters, Clock clock) {
    this.host = host;
    this.wires = new Wires(host);
    this.taps = new Taps(streams, wires, counters, clock);
  }

  public Taps taps() {
    return taps;
  }

  /** A second has passed. */
  public void look() {
    wires.look();
    taps.look(host.integrations());
  }

  @Override
  public void close() {
    taps.close();
  }
}
