package io.integrationhost.host.deadletter;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** So many at once, then one per period. Safe for any thread. */
final class Allowance {

  private final Clock clock;
  private final int most;
  private final Duration period;
  private int left;
  private Instant counted;

  Allowance(Clock clock, int most, Duration period) {
    this.clock = clock;
    this.most = most;
    this.period = period;
    this.left = most;
    this.counted = clock.instant();
  }

  /** Whether there is one more, which is gone then. */
  synchronized boolean take() {
    long earned = Duration.between(counted, clock.instant()).dividedBy(period);
    if (earned > 0) {
      left = (int) Math.min(most, left + earned);
      counted = counted.plus(period.multipliedBy(earned));
    }
    if (left == 0) {
      return false;
    }
    left--;
    return true;
  }
}
