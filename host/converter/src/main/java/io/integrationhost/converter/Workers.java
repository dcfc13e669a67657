package io.integrationhost.converter;

import io.integrationhost.converter.ConverterException.Kind;
import io.integrationhost.converter.Dispatcher.Assignment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The worker threads: started, stopped, given up and replaced. Thread safe. */
final class Workers {
  /** Each one costs a core for as long as the process lives. */
  private static final int MAX_REPLACED = 2;

  private static final Logger log = LoggerFactory.getLogger(Workers.class);

  private final ConverterLimits limits;
  private final Dispatcher dispatcher;
  private final Watchdog watchdog;
  private final Map<Worker, Thread> active = new ConcurrentHashMap<>();
  private int started;
  private int abandoned;
  private boolean closed;

  Workers(ConverterLimits limits, Dispatcher dispatcher) {
    this.limits = limits;
    this.dispatcher = dispatcher;
    this.watchdog = new Watchdog(this);
  }

  void start() {
    watchdog.start();
    fill();
    announce();
  }

  Collection<Worker> active() {
    return active.keySet();
  }

  synchronized EngineStatus status() {
    return new EngineStatus(active.size(), abandoned, dispatcher.queued());
  }

  /** Ends a run that breached a limit; returns at once. */
  void stop(Run run, ScriptFailure breach) {
    if (run.stop(breach)) {
      String name = "converter-stopper-" + run.thread().getName();
      Threads.create(name, () -> end(run)).start();
    }
  }

  /** What a stopper's thread does: interrupting waits for the script. */
  private void end(Run run) {
    long grace = limits.budget().grace().toMillis();
    try {
      run.realm().interrupt(grace);
    } finally {
      boolean lost = run.abandonUnlessFinished(grace);
      run.stopperDone();
      if (lost) {
        giveUp(run);
      }
    }
  }

  private void giveUp(Run run) {
    Assignment assignment = run.assignment();
    Lane lane = assignment.lane();
    lane.verdict().unstoppable();
    boolean replaced = replace(run);
    log.error(
        "Converter '{}': its script runs an operation that cannot be stopped. The converter is"
            + " blocked until its script is changed; the thread {} is lost and keeps a processor"
            + " busy{}",
        lane.name(),
        run.thread().getName(),
        replaced ? "" : ", and as too many are lost it is not replaced: restart the host");
    dispatcher.release(lane, null).forEach(ScriptLanguage.Realm::close);
    announce();
    assignment.job().fail(run.breach().of(lane.name()));
  }

  private synchronized boolean replace(Run run) {
    active.values().remove(run.thread());
    abandoned++;
    boolean replaced = abandoned <= MAX_REPLACED;
    if (replaced) {
      fill();
    }
    return replaced;
  }

  /** A worker's thread ends: the engine closes, or what could not be stopped ended after all. */
  void ended(Worker worker) {
    synchronized (this) {
      if (active.remove(worker) == null) {
        abandoned--;
        log.warn(
            "The script in thread {} has ended after all; its processor is free again",
            Thread.currentThread().getName());
      }
      fill();
    }
    announce();
  }

  private synchronized void fill() {
    while (!closed && active.size() < limits.pool().threads()) {
      Worker worker = new Worker(this, dispatcher, watchdog, limits);
      Thread thread = Threads.create("converter-worker-" + ++started, worker);
      active.put(worker, thread);
      thread.start();
    }
  }

  private void announce() {
    List<Assignment> left;
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
    long grace = limits.budget().grace().toMillis();
    if (!join(grace)) {
      for (Worker worker : active()) {
        Run run = worker.current();
        if (run != null) {
          stop(run, reason);
        }
      }
    }
    boolean ended = join(3 * grace);
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

  private static void fail(List<Assignment> left, ScriptFailure reason) {
    left.forEach(assignment -> assignment.job().fail(reason.of(assignment.lane().name())));
  }
}
