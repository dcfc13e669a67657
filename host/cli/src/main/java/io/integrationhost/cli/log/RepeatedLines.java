package io.integrationhost.cli.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Marker;
import org.slf4j.helpers.MessageFormatter;

/**
 * Lets the same line pass some times within a period and counts it then; the next one after the
 * period says how many were left out. Of lines with a stack trace fewer pass, and more time goes
 * by.
 */
final class RepeatedLines extends TurboFilter {

  private static final int MOST = 5;
  private static final Duration PERIOD = Duration.ofSeconds(10);
  private static final int MOST_TRACES = 2;
  private static final Duration PERIOD_OF_TRACES = Duration.ofMinutes(1);

  private static final String LEFT_OUT = "{} more lines like the next one were left out";
  private static final int MOST_KEPT = 500;
  private static final int MOST_CHARACTERS = 300;

  private final LongSupplier nanoTime;
  private final LogCounts totals;
  private final Map<String, Count> counts =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
          return size() > MOST_KEPT;
        }
      };

  /**
   * A filter.
   *
   * @param nanoTime as of {@link System#nanoTime}
   * @param totals told of each line that is left out
   */
  RepeatedLines(LongSupplier nanoTime, LogCounts totals) {
    this.nanoTime = nanoTime;
    this.totals = totals;
  }

  private static final class Count {
    private long since;
    private int passed;
    private int leftOut;
  }

  @Override
  public FilterReply decide(
      Marker marker,
      Logger logger,
      Level level,
      String format,
      Object[] parameters,
      Throwable thrown) {
    // Most calls are for levels that nobody sees.
    if (format == null
        || level.toInt() < Level.INFO_INT
        || level.toInt() < logger.getEffectiveLevel().toInt()) {
      return FilterReply.NEUTRAL;
    }
    int leftOut = pass(key(logger, format, parameters, thrown), thrown != null);
    if (leftOut > 0 && level.toInt() == Level.INFO_INT) {
      logger.info(LEFT_OUT, leftOut);
    } else if (leftOut > 0) {
      logger.warn(LEFT_OUT, leftOut);
    }
    return leftOut < 0 ? FilterReply.DENY : FilterReply.NEUTRAL;
  }

  private static String key(Logger logger, String format, Object[] parameters, Throwable thrown) {
    var formatted = MessageFormatter.arrayFormat(format, parameters);
    Throwable cause = thrown == null ? formatted.getThrowable() : thrown;
    String text = formatted.getMessage() + (cause == null ? "" : cause.toString());
    return logger.getName()
        + ' '
        + text.length()
        + ' '
        + text.hashCode()
        + ' '
        + text.substring(0, Math.min(text.length(), MOST_CHARACTERS));
  }

  /** How many were left out before this one, or -1 to leave it out too. */
  private synchronized int pass(String key, boolean trace) {
    long now = nanoTime.getAsLong();
    Count count = counts.get(key);
    if (count == null) {
      count = new Count();
      count.since = now;
      counts.put(key, count);
    }
    if (now - count.since >= (trace ? PERIOD_OF_TRACES : PERIOD).toNanos()) {
      count.since = now;
      count.passed = 0;
    }
    if (count.passed >= (trace ? MOST_TRACES : MOST)) {
      count.leftOut++;
      totals.leftOut();
      return -1;
    }
    count.passed++;
    int leftOut = count.leftOut;
    count.leftOut = 0;
    return leftOut;
  }
}
