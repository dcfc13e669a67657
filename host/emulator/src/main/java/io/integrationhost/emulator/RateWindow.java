package io.integrationhost.emulator;

import java.util.LinkedHashMap;
import java.util.Map;

/** The counters of one rate limit. */
final class RateWindow {
  /** Beyond this the name that was limited first is forgotten, so that memory stays bounded. */
  private static final int MAX_NAMES = 100_000;

  private static final class Count {
    private final long start;
    private int items;

    private Count(long start) {
      this.start = start;
    }
  }

  private final RateLimit limit;
  private final Map<String, Count> byName = new LinkedHashMap<>();

  RateWindow(RateLimit limit) {
    this.limit = limit;
  }

  RateLimit.Scope scope() {
    return limit.scope();
  }

  synchronized boolean take(String name) {
    long now = System.nanoTime();
    Count count = byName.get(name);
    if (count == null || now - count.start >= limit.period().toNanos()) {
      count = new Count(now);
      byName.put(name, count);
      if (byName.size() > MAX_NAMES) {
        byName.remove(byName.keySet().iterator().next());
      }
    }
    if (count.items == limit.items()) {
      return false;
    }
    count.items++;
    return true;
  }
}
