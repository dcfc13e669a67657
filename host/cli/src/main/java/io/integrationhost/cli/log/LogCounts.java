package io.integrationhost.cli.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import io.integrationhost.ground.RateLimitedLog;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.event.KeyValuePair;

/** Counts what is logged, and what is held back. Safe for any thread. */
public final class LogCounts extends UnsynchronizedAppenderBase<ILoggingEvent> {

  private final LongAdder warnings = new LongAdder();
  private final LongAdder errors = new LongAdder();
  private final LongAdder suppressed = new LongAdder();

  LogCounts() {}

  @Override
  protected void append(ILoggingEvent event) {
    if (event.getLevel().toInt() >= Level.ERROR_INT) {
      errors.increment();
    } else if (event.getLevel().toInt() >= Level.WARN_INT) {
      warnings.increment();
    }
    if (event.getKeyValuePairs() != null) {
      for (KeyValuePair pair : event.getKeyValuePairs()) {
        if (pair.key.equals(RateLimitedLog.HELD_BACK) && pair.value instanceof Number held) {
          suppressed.add(held.longValue());
        }
      }
    }
  }

  /** A line is left out. */
  void leftOut() {
    suppressed.increment();
  }

  /** Lines of warnings. */
  public long warnings() {
    return warnings.sum();
  }

  /** Lines of errors. */
  public long errors() {
    return errors.sum();
  }

  /** Lines held back because many of their kind came, as far as those that count have told. */
  public long suppressed() {
    return suppressed.sum();
  }
}
