package io.integrationhost.remote;

import java.time.Duration;
import java.util.Objects;

/**
 * How long a link waits between attempts.
 *
 * @param normal after a failed or ended stream
 * @param refused after refused credentials, which a person has to mend
 */
public record Backoff(Steps normal, Steps refused) {
  public Backoff {
    Objects.requireNonNull(normal, "normal");
    Objects.requireNonNull(refused, "refused");
  }

  /** 1 to 30 seconds normally, 30 seconds to 5 minutes after refused credentials. */
  public static Backoff standard() {
    return new Backoff(
        new Steps(Duration.ofSeconds(1), Duration.ofSeconds(30)),
        new Steps(Duration.ofSeconds(30), Duration.ofMinutes(5)));
  }

  /** Delays that double with each attempt, spread so that many links do not come back at once. */
  public record Steps(Duration shortest, Duration longest) {
    private static final int MAX_DOUBLINGS = 20;

    public Steps {
      if (shortest.isNegative() || shortest.isZero() || longest.compareTo(shortest) < 0) {
        throw new IllegalArgumentException(
            "backoff from " + shortest + " to " + longest + ": must be positive and ascending");
      }
    }

    /**
     * The delay before an attempt: between the shortest and twice the shortest for the first, then
     * doubling, at last between half of the longest and the longest.
     *
     * @param attempt counted from 1
     * @param random at least 0, below 1
     */
    public Duration delay(int attempt, double random) {
      long first = shortest.toMillis();
      long last = longest.toMillis();
      long doubled = first << Math.min(Math.max(attempt - 1, 0), MAX_DOUBLINGS);
      long low = Math.max(first, Math.min(doubled, last / 2));
      long high = Math.min(last, 2 * low);
      return Duration.ofMillis(low + (long) ((high - low) * random));
    }
  }
}
