package io.integrationhost.bench;

/** Told of uplink messages on the network thread of a {@link CountingServer}: must not block. */
@FunctionalInterface
public interface ArrivalListener {
  /**
   * A message about devices or assets arrived.
   *
   * @param items how many items it held about them
   */
  void arrived(int items);
}
