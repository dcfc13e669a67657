package io.integrationhost.converter;

import java.util.concurrent.TimeUnit;

/**
 * How long a script that was told to stop may go on before it counts as one that nothing can stop.
 * A thread that hardly got a processor meanwhile could not stop: it has more time, within a bound.
 *
 * @param nanos on the wall, for a thread that has its share of the processors
 */
record Grace(long nanos) {

  /** A thread without a processor has so many of them. */
  static final int MOST = 8;

  /** All that can be stopped has ended after far less processor time than this part of it. */
  private static final int PART = 4;

  static Grace of(ConverterLimits.Budget budget) {
    return new Grace(budget.grace().toNanos());
  }

  long millis() {
    return TimeUnit.NANOSECONDS.toMillis(nanos);
  }

  /**
   * Whether a script that has not ended could have.
   *
   * @param wallNanos since it was told, at least the grace
   * @param cpuNanos that its thread had since then
   */
  boolean isOver(long wallNanos, long cpuNanos) {
    return cpuNanos >= nanos / PART || wallNanos >= MOST * nanos;
  }
}
