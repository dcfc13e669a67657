package io.integrationhost.host.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** An executor and a clock that stand still until a test lets time pass. One thread: the test's. */
public final class ManualTime extends AbstractExecutorService implements ScheduledExecutorService {

  private final PriorityQueue<Task> tasks = new PriorityQueue<>();
  private long now;
  private long count;
  private Runnable beforeExecute = () -> {};

  /** As {@link System#nanoTime}. */
  public long nanoTime() {
    return now;
  }

  public Duration elapsed() {
    return Duration.ofNanos(now);
  }

  /** Runs what is due until so much time has passed. */
  public void pass(Duration duration) {
    long end = now + duration.toNanos();
    while (!tasks.isEmpty() && tasks.peek().time <= end) {
      Task task = tasks.remove();
      now = Math.max(now, task.time);
      task.command.run();
    }
    now = end;
  }

  /** Tasks and timers that wait. */
  int waiting() {
    return tasks.size();
  }

  /** What a killed process no longer does. */
  void forgetAll() {
    tasks.clear();
  }

  /** Runs before a task is taken, and may throw. */
  void beforeExecute(Runnable action) {
    beforeExecute = action;
  }

  @Override
  public void execute(Runnable command) {
    beforeExecute.run();
    tasks.add(new Task(command, now, count++));
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
    Task task = new Task(command, now + unit.toNanos(delay), count++);
    tasks.add(task);
    return task;
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable command, long initialDelay, long period, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable command, long initialDelay, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void shutdown() {}

  @Override
  public List<Runnable> shutdownNow() {
    return new ArrayList<>();
  }

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return true;
  }

  private static final class Task extends CompletableFuture<Object>
      implements ScheduledFuture<Object> {
    private final Runnable command;
    private final long time;
    private final long number;

    Task(Runnable command, long time, long number) {
      this.command = command;
      this.time = time;
      this.number = number;
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(time, TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      Task task = (Task) other;
      int byTime = Long.compare(time, task.time);
      return byTime == 0 ? Long.compare(number, task.number) : byTime;
    }
  }
}
