package io.integrationhost.bench;

import java.util.Map;
import org.HdrHistogram.Histogram;

/** Readings on their way without a pause, from the moment this was made. */
interface Load extends AutoCloseable {

  /** Readings that ThingsBoard's stand-in has answered. */
  long delivered();

  /** Bytes on the link so far, in both directions. */
  long wireBytes();

  /** Whether it has a neighbour that can disturb it; that one is silent at first. */
  default boolean hasNeighbour() {
    return false;
  }

  /** Has the neighbour, if there is one, send or be silent; returns when it is. */
  default void neighbour(boolean sending) {}

  /** Whether latencies are recorded from now on. */
  default void record(boolean on) {}

  /**
   * Sends no more readings and waits for those under way.
   *
   * @throws BenchException when that takes too long
   */
  Tally finish();

  /** Latencies recorded while asked to, in microseconds; complete after {@link #finish}. */
  default Map<String, Histogram> latencies() {
    return Map.of();
  }

  @Override
  void close();
}
