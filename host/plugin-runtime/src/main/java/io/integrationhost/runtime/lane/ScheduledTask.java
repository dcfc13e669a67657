package io.integrationhost.runtime.lane;

import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A task that a plugin scheduled: known to its scheduler until it has ended. */
final class ScheduledTask<V> implements ScheduledFuture<V>, Callable<V> {

  private final LaneScheduler scheduler;
  private final Callable<V> body;
  private final boolean repeats;
  private volatile ScheduledFuture<?> future;

  ScheduledTask(LaneScheduler scheduler, Callable<V> body, boolean repeats) {
    this.scheduler = scheduler;
    this.body = body;
    this.repeats = repeats;
  }

  /** Binds the task to its place on the lane. */
  ScheduledTask<V> follow(ScheduledFuture<?> place) {
    future = place;
    if (!scheduler.isOpen()) {
      cancel(true);
    }
    return this;
  }

  @Override
  public V call() throws Exception {
    boolean goesOn = false;
    try {
      V value = body.call();
      goesOn = repeats;
      return value;
    } catch (Throwable e) {
      scheduler.failed(e);
      throw e;
    } finally {
      if (!goesOn) {
        scheduler.forget(this);
      }
    }
  }

  /** One round of a repeated task; a round that throws is the last one. */
  void repeat() {
    try {
      var unused = call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("a Runnable threw a checked exception", e);
    }
  }

  @Override
  public boolean cancel(boolean interrupt) {
    scheduler.forget(this);
    ScheduledFuture<?> place = future;
    return place != null && place.cancel(interrupt);
  }

  @Override
  public boolean isCancelled() {
    return future.isCancelled();
  }

  @Override
  public boolean isDone() {
    return future.isDone();
  }

  @Override
  @SuppressWarnings("unchecked") // The place was made from this task and yields its value.
  public V get() throws InterruptedException, ExecutionException {
    return (V) future.get();
  }

  @Override
  @SuppressWarnings("unchecked") // As above.
  public V get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    return (V) future.get(timeout, unit);
  }

  @Override
  public long getDelay(TimeUnit unit) {
    return future.getDelay(unit);
  }

  @Override
  public int compareTo(Delayed other) {
    return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
  }
}
