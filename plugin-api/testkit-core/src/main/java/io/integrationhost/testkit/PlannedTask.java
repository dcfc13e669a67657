package io.integrationhost.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A task of a {@link ManualScheduler}; of two with the same time the older runs first. */
final class PlannedTask<T> extends FutureTask<T> implements RunnableScheduledFuture<T> {

  private static final Comparator<PlannedTask<?>> BY_TIME =
      Comparator.<PlannedTask<?>, Instant>comparing(PlannedTask::time)
          .thenComparingLong(task -> task.number);

  private final ManualScheduler scheduler;
  private final Repeat repeat;
  private final long number;
  private Instant time;

  PlannedTask(
      ManualScheduler scheduler, Callable<T> work, Instant time, long number, Repeat repeat) {
    super(work);
    this.scheduler = scheduler;
    this.time = time;
    this.number = number;
    this.repeat = repeat;
  }

  Instant time() {
    return time;
  }

  @Override
  public void run() {
    if (!isPeriodic()) {
      super.run();
    } else if (runAndReset()) {
      Optional<Instant> next = repeat.next(time, scheduler.now());
      time = next.orElseThrow();
      scheduler.plan(this);
    }
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    scheduler.forget(this);
    return super.cancel(mayInterruptIfRunning);
  }

  @Override
  public boolean isPeriodic() {
    return repeat.period().isPresent();
  }

  @Override
  public long getDelay(TimeUnit unit) {
    return unit.convert(Duration.between(scheduler.now(), time));
  }

  @Override
  public int compareTo(Delayed other) {
    return BY_TIME.compare(this, (PlannedTask<?>) other);
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
