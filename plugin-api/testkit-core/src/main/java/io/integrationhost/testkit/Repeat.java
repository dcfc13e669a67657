package io.integrationhost.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether and when a task runs again.
 *
 * @param period empty for a task that runs once
 * @param sinceEnd whether the period counts from the end of a run, not from the time it was due
 */
record Repeat(Optional<Duration> period, boolean sinceEnd) {

  static final Repeat NEVER = new Repeat(Optional.empty(), false);

  static Repeat atRate(Duration period) {
    return new Repeat(Optional.of(positive(period)), false);
  }

  static Repeat withDelay(Duration delay) {
    return new Repeat(Optional.of(positive(delay)), true);
  }

  private static Duration positive(Duration period) {
    if (period.isZero() || period.isNegative()) {
      throw new IllegalArgumentException("period " + period + " is not positive");
    }
    return period;
  }

  Optional<Instant> next(Instant due, Instant ended) {
    return period.map(time -> (sinceEnd ? ended : due).plus(time));
  }
}
