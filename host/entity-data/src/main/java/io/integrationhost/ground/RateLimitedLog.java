package io.integrationhost.ground;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Warns at once, then at most once per period and kind, with the number of warnings held back: a
 * misbehaving device must not fill the disk with log lines. Safe for any thread.
 */
public final class RateLimitedLog {

  /** With a line: how many of its kind were held back before it. For whoever counts lines. */
  public static final String HELD_BACK = "heldBack";

  private final LongSupplier nanoTime;
  private final Duration period;
  private final Map<String, Kind> kinds = new ConcurrentHashMap<>();

  /**
   * A log.
   *
   * @param nanoTime as {@link System#nanoTime}: a clock that is set back must not silence it
   * @param period at most one warning of a kind in it
   */
  public RateLimitedLog(LongSupplier nanoTime, Duration period) {
    this.nanoTime = nanoTime;
    this.period = period;
  }

  /**
   * Logs or counts a warning.
   *
   * @param kind one of few words; each has its own limit
   */
  public void warn(Logger log, String kind, String message) {
    long now = nanoTime.getAsLong();
    Kind state = kinds.computeIfAbsent(kind, word -> new Kind());
    long heldBack = state.pass(now, period);
    if (heldBack == 0) {
      log.warn("{}", message);
    } else if (heldBack > 0) {
      log.atWarn()
          .addKeyValue(HELD_BACK, heldBack)
          .log("{} ({} more of this kind in the last {} s)", message, heldBack, period.toSeconds());
    }
  }

  private static final class Kind {
    private boolean warned;
    private long next;
    private long heldBack;

    /** How many were held back since the last one, or -1 to hold this one back too. */
    synchronized long pass(long now, Duration period) {
      if (warned && now - next < 0) {
        heldBack++;
        return -1;
      }
      long count = heldBack;
      heldBack = 0;
      warned = true;
      next = now + period.toNanos();
      return count;
    }
  }
}
