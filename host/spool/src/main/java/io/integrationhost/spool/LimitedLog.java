package io.integrationhost.spool;

import io.integrationhost.ground.RateLimitedLog;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Lines of one kind: the first at once, then ever fewer while it goes on, with the number of those
 * held back. A disk that fails every second for a day makes about 150 lines of a kind. Never
 * throws, since what is logged here must not become worse by it. Safe for any thread.
 */
final class LimitedLog {

  private static final long SHORTEST = Duration.ofSeconds(10).toNanos();
  private static final long LONGEST = Duration.ofMinutes(10).toNanos();

  private final Logger log;
  private final LongSupplier nanos;
  private boolean began;
  private long last;
  private long pause = SHORTEST;
  private long heldBack;

  LimitedLog(Logger log) {
    this(log, System::nanoTime);
  }

  LimitedLog(Logger log, LongSupplier nanos) {
    this.log = log;
    this.nanos = nanos;
  }

  void error(String format, Object... arguments) {
    write(Level.ERROR, format, arguments);
  }

  void warn(String format, Object... arguments) {
    write(Level.WARN, format, arguments);
  }

  void info(String format, Object... arguments) {
    write(Level.INFO, format, arguments);
  }

  private void write(Level level, String format, Object... arguments) {
    try {
      long held = pass();
      if (held >= 0) {
        String more = held == 0 ? "" : " (" + held + " more of this kind were held back)";
        LoggingEventBuilder line = log.makeLoggingEventBuilder(level);
        (held == 0 ? line : line.addKeyValue(RateLimitedLog.HELD_BACK, held))
            .log(format + more, arguments);
      }
    } catch (RuntimeException | Error e) {
      // Without memory for a line there is none.
    }
  }

  /** How many were held back since the last line, or -1 to hold this one back too. */
  private synchronized long pass() {
    long now = nanos.getAsLong();
    if (began && now - last < pause) {
      heldBack++;
      return -1;
    }
    pause = !began || now - last > LONGEST + pause ? SHORTEST : Math.min(LONGEST, pause * 2);
    began = true;
    last = now;
    long held = heldBack;
    heldBack = 0;
    return held;
  }
}
