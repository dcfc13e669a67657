package io.integrationhost.emulator;

/** Told of uplink messages on the network thread of a {@link CountingServer}: must not block. */
@FunctionalInterface
public interface ArrivalListener {
  /**
   * A message with items arrived.
   *
   * @param items how many it held
   */
  void arrived(int items);
}
