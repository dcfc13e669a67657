package io.integrationhost.runtime;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Writes what one plugin threw to the log with its stack trace, which its author needs: once per
 * period for each kind and place, and not for too many of them. Safe for any thread.
 */
final class StackLog {

  private static final int MOST_PLACES = 20;

  private final long period;
  private final Consumer<String> lines;
  private final Map<String, Place> places = new LinkedHashMap<>();

  private static final class Place {
    private final long since = System.nanoTime();
    private long heldBack;
  }

  StackLog(Duration period, Consumer<String> lines) {
    this.period = period.toNanos();
    this.lines = lines;
  }

  /** Logs a failure that holds a stack trace, unless the same one was logged a short time ago. */
  void tell(PluginFailure failure) {
    long before = pass(failure.type() + failure.place());
    if (before == 0) {
      lines.accept(failure.getMessage() + "\n" + failure.stack());
    } else if (before > 0) {
      lines.accept(
          failure.getMessage() + " (" + before + " more like this before)\n" + failure.stack());
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
