package io.integrationhost.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Runs tasks when the time is moved, on the thread that moves it. */
final class ManualScheduler extends AbstractExecutorService implements ScheduledExecutorService {

  private final PriorityQueue<PlannedTask<?>> tasks = new PriorityQueue<>();
  private final List<Moved> moved = new CopyOnWriteArrayList<>();
  private Instant now;
  private long number;

  ManualScheduler(Instant start) {
    this.now = start;
  }

  synchronized Instant now() {
    return now;
  }

  synchronized int planned() {
    return tasks.size();
  }

  void advance(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("time " + time + " is negative; it only moves forward");
    }
    Instant end = now().plus(time);
    do {
      moved.forEach(Moved::run);
    } while (step(end));
  }

  /** Moves to what is due next, until then at most; false when it is then and nothing is due. */
  private boolean step(Instant end) {
    Optional<Instant> besides =
        moved.stream()
            .map(Moved::next)
            .flatMap(Optional::stream)
            .min(Comparator.naturalOrder())
            .filter(next -> !next.isAfter(end));
    PlannedTask<?> due = nextDue(besides.orElse(end));
    if (due != null) {
      due.run();
    }
    return due != null || besides.isPresent();
  }

  void moves(Moved more) {
    moved.add(more);
  }

  private synchronized PlannedTask<?> nextDue(Instant end) {
    PlannedTask<?> first = tasks.peek();
    if (first == null || first.time().isAfter(end)) {
      now = end.isAfter(now) ? end : now;
      return null;
    }
    now = first.time().isAfter(now) ? first.time() : now;
    return tasks.poll();
  }

  synchronized void plan(PlannedTask<?> task) {
    if (!task.isDone()) {
      tasks.add(task);
    }
  }

  synchronized void forget(PlannedTask<?> task) {
    tasks.remove(task);
  }

  private synchronized <T> PlannedTask<T> plan(Callable<T> work, Duration delay, Repeat repeat) {
    Duration wait = delay.isNegative() ? Duration.ZERO : delay;
    PlannedTask<T> task = new PlannedTask<>(this, work, now.plus(wait), number++, repeat);
    tasks.add(task);
    return task;
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
    return schedule(Executors.callable(command), delay, unit);
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
    return plan(callable, duration(delay, unit), Repeat.NEVER);
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable command, long initialDelay, long period, TimeUnit unit) {
    return plan(
        Executors.callable(command),
        duration(initialDelay, unit),
        Repeat.atRate(duration(period, unit)));
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable command, long initialDelay, long delay, TimeUnit unit) {
    return plan(
        Executors.callable(command),
        duration(initialDelay, unit),
        Repeat.withDelay(duration(delay, unit)));
  }

  private static Duration duration(long amount, TimeUnit unit) {
    return Duration.of(amount, unit.toChronoUnit());
  }

  @Override
  public void execute(Runnable command) {
    var unused = plan(Executors.callable(command), Duration.ZERO, Repeat.NEVER);
  }

  @Override
  public void shutdown() {
    throw refusal();
  }

  @Override
  public List<Runnable> shutdownNow() {
    throw refusal();
  }

  private static UnsupportedOperationException refusal() {
    return new UnsupportedOperationException(
        "the scheduler belongs to the host; cancel the tasks instead of shutting it down");
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
    return false;
  }
}
