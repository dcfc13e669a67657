package io.integrationhost.runtime.lane;

import java.util.List;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * One transport's view on its plugin's lane. The host cancels its tasks with {@link #cancelAll()};
 * the plugin cannot shut it down.
 */
public final class LaneScheduler extends AbstractExecutorService
    implements ScheduledExecutorService {

  private static final String NO_SHUTDOWN =
      "the scheduler belongs to the host and cannot be shut down; the host cancels its tasks when"
          + " the transport has stopped";

  private final String owner;
  private final Lane lane;
  private final int limit;
  private final BiConsumer<String, Throwable> faults;
  private final Set<ScheduledTask<?>> tasks = ConcurrentHashMap.newKeySet();
  private volatile boolean open = true;

  /**
   * A view without tasks.
   *
   * @param owner names the transport, for messages
   * @param limit how many tasks may wait
   * @param faults told of tasks that throw, with the owner; must not keep the throwable
   */
  public LaneScheduler(String owner, Lane lane, int limit, BiConsumer<String, Throwable> faults) {
    this.owner = owner;
    this.lane = lane;
    this.limit = limit;
    this.faults = faults;
  }

  /** Cancels what waits, interrupts what runs, and refuses further tasks. */
  public void cancelAll() {
    open = false;
    tasks.forEach(task -> task.cancel(true));
    tasks.clear();
  }

  @Override
  public void execute(Runnable command) {
    var unused = schedule(command, 0, TimeUnit.NANOSECONDS);
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
    return schedule(Executors.callable(command), delay, unit);
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
    ScheduledTask<V> task = admit(callable, false);
    return placed(task, () -> lane.schedule(label(), task, delay, unit));
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable command, long initialDelay, long period, TimeUnit unit) {
    ScheduledTask<Object> task = admit(Executors.callable(command), true);
    return placed(
        task, () -> lane.scheduleAtFixedRate(label(), task::repeat, initialDelay, period, unit));
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable command, long initialDelay, long delay, TimeUnit unit) {
    ScheduledTask<Object> task = admit(Executors.callable(command), true);
    return placed(
        task, () -> lane.scheduleWithFixedDelay(label(), task::repeat, initialDelay, delay, unit));
  }

  /** A task that finds no place must not count as one that waits. */
  private <V> ScheduledTask<V> placed(
      ScheduledTask<V> task, Supplier<? extends ScheduledFuture<?>> lane) {
    try {
      return task.follow(lane.get());
    } catch (RuntimeException | Error e) {
      tasks.remove(task);
      throw e;
    }
  }

  private <V> ScheduledTask<V> admit(Callable<V> body, boolean repeats) {
    if (!open) {
      throw new RejectedExecutionException(owner + " has stopped: it can schedule no tasks");
    }
    if (tasks.size() >= limit) {
      throw new RejectedExecutionException(
          owner + " has " + limit + " tasks scheduled, which is the limit; cancel some first");
    }
    ScheduledTask<V> task = new ScheduledTask<>(this, body, repeats);
    tasks.add(task);
    return task;
  }

  private String label() {
    return "a scheduled task of " + owner;
  }

  boolean isOpen() {
    return open;
  }

  void forget(ScheduledTask<?> task) {
    tasks.remove(task);
  }

  void failed(Throwable fault) {
    faults.accept(label(), fault);
  }

  @Override
  public void shutdown() {
    throw new UnsupportedOperationException(NO_SHUTDOWN);
  }

  @Override
  public List<Runnable> shutdownNow() {
    throw new UnsupportedOperationException(NO_SHUTDOWN);
  }

  @Override
  public boolean isShutdown() {
    return !open;
  }

  @Override
  public boolean isTerminated() {
    return !open;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return !open;
  }
}
