package io.integrationhost.host.delivery;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What became of one integration's events since the host started. Safe for any thread. */
public final class EventCounters {

  private final Map<EventKind, LongAdder> sent = adders();
  private final Map<Drop, Map<EventKind, LongAdder>> dropped = new EnumMap<>(Drop.class);

  /** Why an event was left out. */
  public enum Drop {
    /** More came than the operator allows. */
    BUDGET,
    /** More waited than may wait, or it was too large for any message. */
    FULL,
    /** ThingsBoard did not take it. */
    REFUSED
  }

  public EventCounters() {
    for (Drop why : Drop.values()) {
      dropped.put(why, adders());
    }
  }

  private static Map<EventKind, LongAdder> adders() {
    Map<EventKind, LongAdder> adders = new EnumMap<>(EventKind.class);
    for (EventKind kind : EventKind.values()) {
      adders.put(kind, new LongAdder());
    }
    return adders;
  }

  void sent(EventKind kind) {
    sent.get(kind).increment();
  }

  public void dropped(EventKind kind, Drop why) {
    dropped.get(why).get(kind).increment();
  }

  /** A reading of all counters; not taken at one instant. */
  public Reading read() {
    Map<Drop, Map<EventKind, Long>> all = new EnumMap<>(Drop.class);
    dropped.forEach((why, counts) -> all.put(why, sums(counts)));
    return new Reading(sums(sent), all);
  }

  private static Map<EventKind, Long> sums(Map<EventKind, LongAdder> counts) {
    Map<EventKind, Long> sums = new EnumMap<>(EventKind.class);
    counts.forEach((kind, count) -> sums.put(kind, count.sum()));
    return sums;
  }

  /**
   * The counters.
   *
   * @param sent events that ThingsBoard has accepted
   * @param dropped events that it never got, by reason
   */
  public record Reading(Map<EventKind, Long> sent, Map<Drop, Map<EventKind, Long>> dropped) {}
}
