package io.integrationhost.converter;

import io.integrationhost.converter.ConverterException.Kind;
import io.integrationhost.converter.Dispatcher.Left;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The worker threads: started, stopped, given up and replaced. Thread safe. */
final class Workers {
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private static final Logger log = LoggerFactory.getLogger(Workers.class);

  private final ConverterLimits limits;
  private final Dispatcher dispatcher;
  private final int maxReplaced;
  private final Grace grace;
  private final Watchdog watchdog;
  private final Map<ThreadRunner, Thread> active = new ConcurrentHashMap<>();
  private final Map<Thread, Judge> holders = new HashMap<>();
  private int started;
  private int abandoned;
  private boolean closed;

  /** Whether threads are missing that could not be started. */
  private volatile boolean incomplete;

  private volatile long nextTry;

  /**
   * @param maxReplaced lost threads that are replaced: each costs a processor for as long as the
   *     process lives
   */
  Workers(ConverterLimits limits, Dispatcher dispatcher, int maxReplaced) {
    this.limits = limits;
    this.dispatcher = dispatcher;
    this.maxReplaced = maxReplaced;
    this.grace = Grace.of(limits.budget());
    this.watchdog = new Watchdog(this, limits);
  }

  void start() {
    watchdog.start();
    fill();
    announce();
  }

  Collection<ThreadRunner> active() {
    return active.keySet();
  }

  /** Whether a run has begun since {@link #takeBegun}; for the watchdog. */
  boolean haveBegun() {
    for (ThreadRunner runner : active.keySet()) {
      if (runner.hasBegun()) {
        return true;
      }
    }
    return false;
  }

  /** The same, and forgets it. */
  boolean takeBegun() {
    boolean begun = false;
    for (ThreadRunner runner : active.keySet()) {
      begun |= runner.takeBegun();
    }
    return begun;
  }

  synchronized EngineStatus status() {
    int busy = (int) active.keySet().stream().filter(runner -> runner.current() != null).count();
    return new EngineStatus(active.size(), busy, abandoned, dispatcher.queued());
  }

  /** Ends a run that breached a limit; returns at once. */
  void stop(Run<?> run, ScriptFailure breach) {
    if (nextTry != 0 && System.nanoTime() - nextTry < 0) {
      return;
    }
    if (!run.stop(breach)) {
      return;
    }
    try {
      Threads.create("converter-stopper-" + run.thread().getName(), () -> end(run)).start();
    } catch (Throwable e) {
      // A run that counts as being stopped would never be looked at again.
      run.notStopped();
      nextTry = System.nanoTime() + RETRY_NANOS;
      log.warn("There is no thread to stop a script with; trying again: {}", String.valueOf(e));
    }
  }

  /** What a stopper's thread does: interrupting waits for the script. */
  private void end(Run<?> run) {
    boolean lost = false;
    try {
      awaitEnd(run);
    } catch (Throwable e) {
      log.warn("Nobody waited for the end of the script of '{}'", run.queue().name(), e);
    } finally {
      lost = run.abandonUnlessFinished();
      run.stopperDone();
    }
    if (lost) {
      giveUp(run);
    }
  }

  /** Interrupts it and waits until it has ended, or could have. */
  private void awaitEnd(Run<?> run) {
    long told = System.nanoTime();
    long had = watchdog.cpuNanos(run.thread());
    try {
      run.realm().interrupt(grace.millis());
    } catch (Throwable e) {
      log.warn("The script of '{}' was not interrupted", run.queue().name(), e);
    }
    boolean over = false;
    while (!over && !run.isFinishedWithin(grace.millis())) {
      long now = watchdog.cpuNanos(run.thread());
      over =
          cannotWait(run)
              || had < 0
              || now < had
              || grace.isOver(System.nanoTime() - told, now - had);
    }
  }

  /** What fills the memory harms all others, and nobody waits for a script of a closed engine. */
  private synchronized boolean cannotWait(Run<?> run) {
    return closed || run.breach().kind() == Kind.MEMORY;
  }

  private void giveUp(Run<?> run) {
    ScriptQueue queue = run.queue();
    try {
      boolean replaced = lose(run);
      log.error(
          "Converter '{}': its script runs an operation that cannot be stopped; the thread {} is"
              + " lost and keeps a processor busy{}",
          queue.name(),
          run.thread().getName(),
          replaced ? "" : ", and as too many are lost it is not replaced: restart the host");
      dispatcher.releaseSurely(queue, null);
      run.countAbandoned();
      queue.judge().failed(run.breach(), run.source(), run.elapsedNanos());
      // Before another thread is there: that would take the next message of the same kind.
      queue.judge().lost();
    } finally {
      replaceLost();
      run.fail(run.breach());
    }
  }

  /** Whether another thread will take its place. */
  private synchronized boolean lose(Run<?> run) {
    active.values().remove(run.thread());
    abandoned++;
    holders.put(run.thread(), run.queue().judge());
    run.queue().judge().holdsThread(true);
    return abandoned <= maxReplaced;
  }

  private void replaceLost() {
    synchronized (this) {
      if (abandoned <= maxReplaced) {
        fill();
      }
    }
    announce();
  }

  /** A worker's thread ends: the engine closes, or what could not be stopped ended after all. */
  private void ended(ThreadRunner runner) {
    synchronized (this) {
      if (active.remove(runner) == null) {
        abandoned--;
        Judge holder = holders.remove(Thread.currentThread());
        if (holder != null) {
          holder.holdsThread(false);
        }
        log.warn(
            "The script in thread {} has ended after all; its processor is free again",
            Thread.currentThread().getName());
      }
      fill();
    }
    announce();
  }

  /** Starts threads that could not be started before; true while some are missing. */
  boolean refill() {
    if (!incomplete || System.nanoTime() - nextTry < 0) {
      return incomplete;
    }
    fill();
    announce();
    return incomplete;
  }

  private synchronized void fill() {
    incomplete = false;
    while (!closed && active.size() < limits.pool().threads()) {
      ThreadRunner runner = new ThreadRunner(watchdog, grace.millis());
      Worker worker = new Worker(dispatcher, limits.budget(), runner, () -> ended(runner));
      Thread thread = Threads.create("converter-worker-" + ++started, worker);
      try {
        active.put(runner, thread);
        thread.start();
      } catch (OutOfMemoryError e) {
        active.remove(runner);
        nextTry = System.nanoTime() + RETRY_NANOS;
        incomplete = true;
        log.error("A thread for scripts cannot be started; trying again", e);
        return;
      }
    }
  }

  private void announce() {
    List<Left> left;
    synchronized (this) {
      left = dispatcher.workers(active.size());
    }
    fail(left, Dispatcher.noWorkers());
  }

  /** True when no script runs any more. */
  boolean close() {
    synchronized (this) {
      closed = true;
    }
    ScriptFailure reason = new ScriptFailure(Kind.CLOSED, "The converter engine is closed");
    fail(dispatcher.close(), reason);
    if (!join(grace.millis())) {
      for (ThreadRunner runner : active()) {
        Run<?> run = runner.current();
        if (run != null) {
          stop(run, reason);
        }
      }
    }
    boolean ended = join(3 * grace.millis());
    watchdog.close();
    synchronized (this) {
      return ended && abandoned == 0;
    }
  }

  private boolean join(long millis) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    List<Thread> threads = new ArrayList<>(active.values());
    try {
      for (Thread thread : threads) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        thread.join(Math.max(1, left));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    return threads.stream().noneMatch(Thread::isAlive);
  }

  private static void fail(List<Left> left, ScriptFailure reason) {
    left.forEach(each -> each.fail(reason));
  }
}
