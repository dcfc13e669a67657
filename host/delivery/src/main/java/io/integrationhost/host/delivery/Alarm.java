package io.integrationhost.host.delivery;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wakes the delivery when something is due without an event. For the thread that delivers. */
final class Alarm {

  private static final Logger log = LoggerFactory.getLogger(Alarm.class);

  private final String integration;
  private final ScheduledExecutorService executor;
  private final LongSupplier nanoTime;
  private final Runnable wake;
  private boolean isSet;
  private long time;

  Alarm(
      String integration, ScheduledExecutorService executor, LongSupplier nanoTime, Runnable wake) {
    this.integration = integration;
    this.executor = executor;
    this.nanoTime = nanoTime;
    this.wake = wake;
  }

  /** Forgets the time that has come. */
  void passed(long now) {
    isSet = isSet && time - now > 0;
  }

  /** Wakes at a time unless it does so earlier. */
  void at(long wanted) {
    long delay = wanted - nanoTime.getAsLong();
    // What is due already waits for an answer or for the link, which wakes anyway.
    if (delay > 0 && (!isSet || wanted - time < 0)) {
      time = wanted;
      isSet = true;
      in(delay);
    }
  }

  /** Wakes after so many nanoseconds, whatever else is set. Safe for any thread. */
  void in(long nanos) {
    try {
      var unused = executor.schedule(wake, nanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("integration '{}': the host is stopping; delivery ends", integration);
    }
  }
}
