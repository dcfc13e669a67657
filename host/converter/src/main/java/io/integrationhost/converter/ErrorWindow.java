package io.integrationhost.converter;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * What one budget has to bear within a sliding window of time: a number of errors, and the time
 * that failed calls took. Not thread safe.
 */
final class ErrorWindow {

  /** Costs are kept by parts of the window, as there may be many. */
  private static final int PARTS = 60;

  private final int max;
  private final long maxCost;
  private final long nanos;

  /** When errors were counted. Never more than the budget: older ones change nothing. */
  private final Deque<Long> counted = new ArrayDeque<>();

  private final Deque<Cost> costs = new ArrayDeque<>();
  private String last = "";

  /**
   * @param max errors within the window that use the budget up
   * @param cost what the calls that failed within the window may have taken together
   */
  ErrorWindow(int max, Duration cost, Duration window) {
    this.max = max;
    this.maxCost = cost.toNanos();
    this.nanos = window.toNanos();
  }

  /** One error more that counts. */
  void count(long now) {
    if (counted.size() == max) {
      counted.removeFirst();
    }
    counted.addLast(now);
  }

  /** A call failed that took so many nanoseconds. */
  void charge(long now, long cost) {
    Cost latest = costs.peekLast();
    if (latest != null && now - latest.since < nanos / PARTS) {
      latest.nanos += cost;
    } else {
      costs.addLast(new Cost(now, cost));
    }
  }

  void last(String error) {
    last = error;
  }

  /** What the last error said. */
  String last() {
    return last;
  }

  /** How long, in nanoseconds, until the budget bears one more; 0 when it does now. */
  long usedUpFor(long now) {
    return Math.max(countedUpFor(now), chargedUpFor(now));
  }

  /** Whether it is the time of the calls, not their number, that used the budget up. */
  boolean isUsedUpByTime(long now) {
    return chargedUpFor(now) > countedUpFor(now);
  }

  private long countedUpFor(long now) {
    forget(now);
    return counted.size() < max ? 0 : left(counted.getFirst(), now);
  }

  private long chargedUpFor(long now) {
    forget(now);
    long sum = costs.stream().mapToLong(cost -> cost.nanos).sum();
    long until = 0;
    Iterator<Cost> oldest = costs.iterator();
    while (sum >= maxCost && oldest.hasNext()) {
      Cost next = oldest.next();
      sum -= next.nanos;
      until = left(next.since, now);
    }
    return until;
  }

  boolean isEmpty(long now) {
    forget(now);
    return counted.isEmpty() && costs.isEmpty();
  }

  int max() {
    return max;
  }

  private void forget(long now) {
    while (!counted.isEmpty() && left(counted.getFirst(), now) <= 0) {
      counted.removeFirst();
    }
    while (!costs.isEmpty() && left(costs.getFirst().since, now) <= 0) {
      costs.removeFirst();
    }
  }

  private long left(long at, long now) {
    return nanos - (now - at);
  }

  /** What calls that failed in one part of the window took. */
  private static final class Cost {
    private final long since;
    private long nanos;

    Cost(long since, long nanos) {
      this.since = since;
      this.nanos = nanos;
    }
  }
}
