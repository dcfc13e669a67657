package io.integrationhost.runtime;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what one plugin threw to the log with its stack trace, which its author needs: once per
 * period for each kind and place, and not for too many of them. Safe for any thread.
 */
final class StackLog {

  private static final Logger LOG = LoggerFactory.getLogger(StackLog.class);
  private static final int MOST_PLACES = 20;

  private final long period;
  private final Map<String, Place> places = new LinkedHashMap<>();

  private static final class Place {
    private final long since = System.nanoTime();
    private long heldBack;
  }

  StackLog(Duration period) {
    this.period = period.toNanos();
  }

  /** Logs a failure that holds a stack trace, unless the same one was logged a short time ago. */
  void tell(PluginFailure failure) {
    long before = pass(failure.type() + failure.place());
    if (before == 0) {
      LOG.warn("{}\n{}", failure.getMessage(), failure.stack());
    } else if (before > 0) {
      LOG.warn("{} ({} more like this before)\n{}", failure.getMessage(), before, failure.stack());
    }
  }

  /** How many were held back since the last one, or -1 to hold this one back too. */
  private synchronized long pass(String key) {
    long now = System.nanoTime();
    Place known = places.get(key);
    if (known != null && now - known.since < period) {
      known.heldBack++;
      return -1;
    }
    places.values().removeIf(place -> place != known && now - place.since >= period);
    if (known == null && places.size() >= MOST_PLACES) {
      return -1;
    }
    places.put(key, new Place());
    return known == null ? 0 : known.heldBack;
  }
}
