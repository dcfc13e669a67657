package io.integrationhost.spool;

import java.time.Duration;

/** Waits between attempts that fail: longer each time, up to a limit. Used by one thread. */
final class RetryDelay {

  private static final long FIRST = Duration.ofMillis(50).toNanos();
  private static final long LONGEST = Duration.ofSeconds(5).toNanos();

  private long next = FIRST;
  private long until;
  private boolean pending;

  /** Returns how long to wait now. */
  Duration failed() {
    long wait = next;
    next = Math.min(LONGEST, next * 2);
    until = System.nanoTime() + wait;
    pending = true;
    return Duration.ofNanos(wait);
  }

  void succeeded() {
    next = FIRST;
    pending = false;
  }

  boolean pending() {
    if (pending && System.nanoTime() - until >= 0) {
      pending = false;
    }
    return pending;
  }
}
