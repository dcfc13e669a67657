package io.integrationhost.host.deadletter;

import java.time.Duration;
import java.util.function.LongSupplier;

/** So many at once, then one per period. Safe for any thread. */
final class Allowance {

  private final LongSupplier nanoTime;
  private final int most;
  private final long period;
  private int left;
  private long counted;

  /**
   * An allowance that is not used yet.
   *
   * @param nanoTime as {@link System#nanoTime}: a clock that is set back must not stop it
   * @param most at once
   * @param period after which there is one more
   */
  Allowance(LongSupplier nanoTime, int most, Duration period) {
    this.nanoTime = nanoTime;
    this.most = most;
    this.period = period.toNanos();
    this.left = most;
    this.counted = nanoTime.getAsLong();
  }

  /** Whether there is one more, which is gone then. */
  synchronized boolean take() {
    long earned = (nanoTime.getAsLong() - counted) / period;
    if (earned > 0) {
      left = (int) Math.min(most, left + earned);
      counted += period * earned;
    }
    if (left == 0) {
      return false;
    }
    left--;
    return true;
  }
}
