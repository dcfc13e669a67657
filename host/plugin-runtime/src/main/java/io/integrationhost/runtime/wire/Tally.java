package io.integrationhost.runtime.wire;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts by the constants of an enum. Safe for any thread. */
final class Tally<E extends Enum<E>> {

  private final E other;
  private final Map<E, LongAdder> counts;

  /**
   * Nothing is counted yet.
   *
   * @param other stands for null, which a plugin may give
   */
  Tally(Class<E> type, E other) {
    this.other = other;
    this.counts = new EnumMap<>(type);
    for (E each : type.getEnumConstants()) {
      counts.put(each, new LongAdder());
    }
  }

  void add(E kind, long amount) {
    counts.get(kind == null ? other : kind).add(amount);
  }

  Map<E, Long> sums() {
    Map<E, Long> sums = new LinkedHashMap<>();
    counts.forEach((kind, count) -> sums.put(kind, count.sum()));
    return sums;
  }
}
