package io.integrationhost.host.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;

/**
 * Warns at once, then at most once per period and kind, with the number of warnings held back: a
 * misbehaving device must not fill the disk with log lines. Safe for any thread.
 */
public final class RateLimitedLog {

  private final Clock clock;
  private final Duration period;
  private final Map<String, Kind> kinds = new ConcurrentHashMap<>();

  public RateLimitedLog(Clock clock, Duration period) {
    this.clock = clock;
    this.period = period;
  }

  /**
   * Logs or counts a warning.
   *
   * @param kind one of few words; each has its own limit
   */
  public void warn(Logger log, String kind, String message) {
    Instant now = clock.instant();
    Kind state = kinds.computeIfAbsent(kind, word -> new Kind());
    long heldBack = state.pass(now, period);
    if (heldBack == 0) {
      log.warn("{}", message);
    } else if (heldBack > 0) {
      log.warn("{} ({} more of this kind in the last {} s)", message, heldBack, period.toSeconds());
    }
  }

  private static final class Kind {
    private Instant next = Instant.MIN;
    private long heldBack;

    /** How many were held back since the last one, or -1 to hold this one back too. */
    synchronized long pass(Instant now, Duration period) {
      if (now.isBefore(next)) {
        heldBack++;
        return -1;
      }
      long count = heldBack;
      heldBack = 0;
      next = now.plus(period);
      return count;
    }
  }
}
