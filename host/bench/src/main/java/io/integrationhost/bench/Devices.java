package io.integrationhost.bench;

import java.util.Map;
import org.HdrHistogram.Histogram;

/** TCP devices of a load. */
interface Devices {

  void record(boolean on);

  /** Sends no more and waits for the answers to what was sent. */
  void finish();

  /** Readings answered with OK. */
  long accepted();

  /** Whether there are devices of another integration beside these. */
  default boolean hasNeighbour() {
    return false;
  }

  /** Has those of the other integration send or be silent; returns when they are. */
  default void neighbour(boolean sending) {}

  /** Readings of another integration that were answered with OK beside these. */
  default long acceptedOfNeighbour() {
    return 0;
  }

  /** Readings answered with anything else. */
  long refused();

  /** Complete after {@link #finish}. */
  Map<String, Histogram> latencies();
}
