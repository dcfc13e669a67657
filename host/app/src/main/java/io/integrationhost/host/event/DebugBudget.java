package io.integrationhost.host.event;

import io.integrationhost.host.delivery.EventCounters;
import io.integrationhost.host.delivery.EventKind;
import java.time.Clock;

/**
 * How many debug events an integration may send: so many at once, so many per minute. A part is
 * kept for what matters more. Safe for any thread.
 */
final class DebugBudget {

  private static final double MILLIS_PER_MINUTE = 60_000;

  /** What an event is worth: the share of the budget that it must leave to others. */
  enum Rank {
    FAILURE(0),
    SUCCESS(0.2),
    RAW_DATA(0.5);

    private final double share;

    Rank(double share) {
      this.share = share;
    }
  }

  private final EventCounters counters;
  private final Clock clock;
  private final int most;
  private final double perMilli;
  private double left;
  private long counted;
  private long dropped;

  DebugBudget(DebugEventSettings settings, Clock clock, EventCounters counters) {
    this.counters = counters;
    this.clock = clock;
    this.most = settings.atOnce();
    this.perMilli = settings.maxPerMinute() / MILLIS_PER_MINUTE;
    this.left = most;
    this.counted = clock.millis();
  }

  /** Whether there is one more, which is gone then; else it is counted as dropped. */
  synchronized boolean take(Rank rank) {
    long now = clock.millis();
    left = Math.min(most, left + Math.max(0, now - counted) * perMilli);
    counted = now;
    if (left - 1 < most * rank.share) {
      dropped++;
      counters.dropped(
          rank == Rank.RAW_DATA ? EventKind.RAW_DATA : EventKind.DEBUG, EventCounters.Drop.BUDGET);
      return false;
    }
    left--;
    return true;
  }

  /** How many were dropped since the last call. */
  synchronized long takeDropped() {
    long count = dropped;
    dropped = 0;
    return count;
  }
}
