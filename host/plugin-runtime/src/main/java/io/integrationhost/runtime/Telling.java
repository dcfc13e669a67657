package io.integrationhost.runtime;

import io.integrationhost.runtime.meter.Meters;
import io.integrationhost.runtime.wire.TransportWire;

/**
 * What the host keeps of one transport beside its uplinks: what passes on its sockets, what it
 * counts, and how much memory it has.
 */
record Telling(TransportWire wire, Meters meters, MemoryPool.Share memory) {

  /** The transport has stopped; what was counted can still be read. */
  void close() {
    wire.close();
    meters.close();
    memory.close();
  }
}
