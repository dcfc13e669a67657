package io.integrationhost.runtime.lane;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The one thread on which the host calls a plugin, one call at a time. Ends with the plugin. Its
 * queue is bounded by its users: calls leave it at their deadline but for one stop of each
 * transport, tasks of plugins are counted.
 */
public final class Lane {

  /**
   * What a lane does now.
   *
   * @param label names the work
   */
  public record Busy(String label, long sinceNanos) {

    /** How long it has been doing it, in whole seconds. */
    public long seconds() {
      return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - sinceNanos);
    }
  }

  private final String name;
  private final ClassLoader loader;
  private final ScheduledThreadPoolExecutor executor;
  private volatile Thread thread;
  private volatile Busy busy;

  /** A lane whose thread has this name and this context class loader. */
  public Lane(String name, ClassLoader loader) {
    this.name = name;
    this.loader = loader;
    LaneThreads threads = new LaneThreads(name, loader);
    this.executor =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread made = threads.newThread(work);
              thread = made;
              return made;
            });
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    // A thread made later would inherit the frames of a plugin that submits the first task.
    executor.prestartAllCoreThreads();
  }

  public String name() {
    return name;
  }

  /** The context class loader of its thread. */
  public ClassLoader loader() {
    return loader;
  }

  /**
   * Runs work as soon as the lane is free. Cancelling the future removes the work from the queue or
   * interrupts it.
   *
   * @throws java.util.concurrent.RejectedExecutionException after {@link #close}
   */
  public Future<?> submit(String label, Runnable work) {
    return executor.submit(() -> run(label, work));
  }

  <V> ScheduledFuture<V> schedule(String label, Callable<V> work, long delay, TimeUnit unit) {
    return executor.schedule(() -> call(label, work), delay, unit);
  }

  ScheduledFuture<?> scheduleAtFixedRate(
      String label, Runnable work, long delay, long period, TimeUnit unit) {
    return executor.scheduleAtFixedRate(() -> run(label, work), delay, period, unit);
  }

  ScheduledFuture<?> scheduleWithFixedDelay(
      String label, Runnable work, long delay, long pause, TimeUnit unit) {
    return executor.scheduleWithFixedDelay(() -> run(label, work), delay, pause, unit);
  }

  private void run(String label, Runnable work) {
    begin(label);
    try {
      work.run();
    } finally {
      busy = null;
    }
  }

  private <V> V call(String label, Callable<V> work) throws Exception {
    begin(label);
    try {
      return work.call();
    } finally {
      busy = null;
    }
  }

  private void begin(String label) {
    busy = new Busy(label, System.nanoTime());
    // Earlier work of the plugin may have left another one behind.
    ContextLoader.set(Thread.currentThread(), loader);
  }

  /** What the lane does now; empty when it waits for work. */
  public Optional<Busy> busy() {
    return Optional.ofNullable(busy);
  }

  /** How much work waits for the lane; what is scheduled for later does not. */
  public int waiting() {
    int waiting = 0;
    for (Runnable work : executor.getQueue()) {
      if (work instanceof Delayed due && due.getDelay(TimeUnit.NANOSECONDS) <= 0) {
        waiting++;
      }
    }
    return waiting;
  }

  /** Where the lane's thread stands now, for people; a few frames as text. */
  public String position() {
    return Threads.position(thread);
  }

  Thread thread() {
    return thread;
  }

  /** Drops all waiting work, interrupts the current one, and waits for the end of the thread. */
  public void close(Duration patience) {
    executor.shutdownNow();
    Threads.join(thread, patience);
  }
}
