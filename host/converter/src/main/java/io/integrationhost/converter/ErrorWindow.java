package io.integrationhost.converter;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** The errors that one budget bears within a sliding window of time. Not thread safe. */
final class ErrorWindow {

  private final int max;
  private final long nanos;

  /** Never more than the budget: older ones than these change nothing. */
  private final Deque<Long> times = new ArrayDeque<>();

  private String last = "";

  /**
   * @param max errors within the window that use the budget up
   */
  ErrorWindow(int max, Duration window) {
    this.max = max;
    this.nanos = window.toNanos();
  }

  void failed(long now, String error) {
    if (times.size() == max) {
      times.removeFirst();
    }
    times.addLast(now);
    last = error;
  }

  /** How long, in nanoseconds, until the budget bears one more; 0 when it does now. */
  long usedUpFor(long now) {
    forget(now);
    return times.size() < max ? 0 : nanos - (now - times.getFirst());
  }

  boolean isEmpty(long now) {
    forget(now);
    return times.isEmpty();
  }

  int max() {
    return max;
  }

  /** What the last error said. */
  String last() {
    return last;
  }

  private void forget(long now) {
    while (!times.isEmpty() && now - times.getFirst() >= nanos) {
      times.removeFirst();
    }
  }
}
