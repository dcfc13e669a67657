package io.integrationhost.converter;

import io.integrationhost.converter.Dispatcher.Assignment;
import io.integrationhost.converter.ScriptLanguage.Realm;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call of a script while it runs. The worker ends it; the watchdog may stop it before; what
 * does not end although it was stopped is abandoned. Each state is entered once, so that exactly
 * one of them answers the message.
 */
final class Run {
  private static final Logger log = LoggerFactory.getLogger(Run.class);

  private static final long UNKNOWN = -1;

  private enum State {
    RUNNING,
    STOPPING,
    FINISHED,
    ABANDONED
  }

  private final Assignment assignment;
  private final Realm realm;
  private final Allowance allowance;
  private final Thread thread;
  private volatile long startedAt;
  private final long allocatedBefore;
  private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
  private final CountDownLatch finished = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile ScriptFailure breach;

  /** As the watchdog first saw it: asking at the start of each run would cost too much. */
  private volatile long cpuBefore = UNKNOWN;

  Run(Assignment assignment, Realm realm, Allowance allowance, long allocatedBefore) {
    this.assignment = assignment;
    this.realm = realm;
    this.allowance = allowance;
    this.thread = Thread.currentThread();
    this.startedAt = System.nanoTime();
    this.allocatedBefore = allocatedBefore;
  }

  Assignment assignment() {
    return assignment;
  }

  Realm realm() {
    return realm;
  }

  Thread thread() {
    return thread;
  }

  long elapsedNanos() {
    return System.nanoTime() - startedAt;
  }

  /** The process stood still for so long, as after a signal: that is not the script's time. */
  void stoodStill(long nanos) {
    startedAt = Math.min(System.nanoTime(), startedAt + nanos);
  }

  long allocatedBefore() {
    return allocatedBefore;
  }

  Allowance allowance() {
    return allowance;
  }

  /** The watchdog sees the run, first or again; returns the processor time since it first did. */
  long seen(long cpuNow) {
    if (cpuBefore == UNKNOWN) {
      cpuBefore = cpuNow;
    }
    return cpuNow - cpuBefore;
  }

  /** Whether the watchdog ever saw it; a run that it did not was short. */
  boolean isSeen() {
    return cpuBefore != UNKNOWN;
  }

  /**
   * Nanoseconds of processor time; for the thread that runs it. On the wall for a run so short that
   * the watchdog never saw it.
   */
  long cpuNanos(long cpuNow) {
    long before = cpuBefore;
    return before == UNKNOWN ? elapsedNanos() : cpuNow - before;
  }

  /** Why it was stopped; null when it was not. */
  ScriptFailure breach() {
    return breach;
  }

  boolean isAbandoned() {
    return state.get() == State.ABANDONED;
  }

  /** True for the one caller who now has to stop it. */
  boolean stop(ScriptFailure why) {
    if (!state.compareAndSet(State.RUNNING, State.STOPPING)) {
      return false;
    }
    breach = why;
    return true;
  }

  /**
   * Called by the worker when the script has ended. Waits until nobody interrupts this thread any
   * more.
   *
   * @param patienceMillis for that wait
   */
  void finish(long patienceMillis) {
    if (state.compareAndSet(State.RUNNING, State.FINISHED)
        || !state.compareAndSet(State.STOPPING, State.FINISHED)) {
      return;
    }
    finished.countDown();
    await(stopped, patienceMillis);
    if (Thread.interrupted()) {
      log.debug("An interrupt meant for the script of '{}' came late", assignment.lane().name());
    }
  }

  /** Nobody could be found to stop it: it goes on, and may be stopped later. */
  void notStopped() {
    breach = null;
    if (!state.compareAndSet(State.STOPPING, State.RUNNING)) {
      stopped.countDown();
    }
  }

  /** Called by the stopper; true when the script is still running and nobody waits for it now. */
  boolean abandonUnlessFinished(long patienceMillis) {
    return !await(finished, patienceMillis) && state.compareAndSet(State.STOPPING, State.ABANDONED);
  }

  void stopperDone() {
    stopped.countDown();
  }

  private static boolean await(CountDownLatch latch, long millis) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (true) {
      try {
        return latch.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        // Meant for the script that has just ended.
      }
    }
  }
}
