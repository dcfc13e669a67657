package io.integrationhost.converter;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** The errors that one budget bears within a sliding window of time. Not thread safe. */
final class ErrorWindow {

  private final int max;
  private final long maxCost;
  private final long nanos;

  /** Never more than the budget: older ones than these change nothing. */
  private final Deque<Mistake> mistakes = new ArrayDeque<>();

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

  void failed(long now, long cost, String error) {
    if (mistakes.size() == max) {
      mistakes.removeFirst();
    }
    mistakes.addLast(new Mistake(now, cost));
    last = error;
  }

  /** How long, in nanoseconds, until the budget bears one more; 0 when it does now. */
  long usedUpFor(long now) {
    forget(now);
    int count = mistakes.size();
    long cost = mistakes.stream().mapToLong(Mistake::cost).sum();
    long until = 0;
    Iterator<Mistake> oldest = mistakes.iterator();
    while (count >= max || (cost >= maxCost && count > 0)) {
      Mistake next = oldest.next();
      count--;
      cost -= next.cost();
      until = nanos - (now - next.at());
    }
    return until;
  }

  boolean isEmpty(long now) {
    forget(now);
    return mistakes.isEmpty();
  }

  int max() {
    return max;
  }

  /** What the last error said. */
  String last() {
    return last;
  }

  private void forget(long now) {
    while (!mistakes.isEmpty() && now - mistakes.getFirst().at() >= nanos) {
      mistakes.removeFirst();
    }
  }

  /** One error, when it came and how many nanoseconds its call took. */
  private record Mistake(long at, long cost) {}
}
