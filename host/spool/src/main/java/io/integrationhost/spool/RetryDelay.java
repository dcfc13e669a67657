package io.integrationhost.spool;

import java.time.Duration;

/** Waits between attempts that fail: longer each time, up to a limit. Used by one thread. */
final class RetryDelay {

  private static final Duration FIRST = Duration.ofMillis(50);
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private Duration next = FIRST;
  private long until;
  private boolean pending;

  /** Returns how long to wait now. */
  Duration failed() {
    Duration wait = next;
    next = next.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : next.multipliedBy(2);
    until = System.nanoTime() + wait.toNanos();
    pending = true;
    return wait;
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
