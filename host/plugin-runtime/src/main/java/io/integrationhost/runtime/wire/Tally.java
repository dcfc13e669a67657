package io.integrationhost.runtime.wire;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts by the constants of an enum. Safe for any thread. */
final class Tally<E extends Enum<E>> {

  private final Class<E> type;
  private final E other;
  private final LongAdder[] counts;

  /**
   * Nothing is counted yet.
   *
   * @param other stands for null, which a plugin may give
   */
  Tally(Class<E> type, E other) {
    this.type = type;
    this.other = other;
    this.counts = new LongAdder[type.getEnumConstants().length];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new LongAdder();
    }
  }

  void add(E kind, long amount) {
    counts[(kind == null ? other : kind).ordinal()].add(amount);
  }

  Map<E, Long> sums() {
    Map<E, Long> sums = new EnumMap<>(type);
    for (E each : type.getEnumConstants()) {
      sums.put(each, counts[each.ordinal()].sum());
    }
    return sums;
  }
}
