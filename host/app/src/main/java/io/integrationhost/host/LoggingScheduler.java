package io.integrationhost.host;

import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A scheduler that never swallows a failure of a task: what a task throws, an Error too, is logged.
 * A repeated task that throws is run again at its next time. Its threads exist from the start, so
 * that a lack of threads later stops nothing.
 */
final class LoggingScheduler extends ScheduledThreadPoolExecutor {

  private static final Logger log = LoggerFactory.getLogger(LoggingScheduler.class);

  /** What overflows a stack leaves a thousand frames, of which the first ones tell all. */
  private static final int MOST_FRAMES = 40;

  LoggingScheduler(String name, int threads) {
    super(threads);
    AtomicInteger count = new AtomicInteger();
    setThreadFactory(
        task -> {
          Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
    setRemoveOnCancelPolicy(true);
    setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    prestartAllCoreThreads();
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable task, long initialDelay, long period, TimeUnit unit) {
    return super.scheduleAtFixedRate(() -> again(task), initialDelay, period, unit);
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable task, long initialDelay, long delay, TimeUnit unit) {
    return super.scheduleWithFixedDelay(() -> again(task), initialDelay, delay, unit);
  }

  /** A repeated task that throws would have been run for the last time. */
  private static void again(Runnable task) {
    try {
      task.run();
    } catch (Throwable e) {
      tell(e);
    }
  }

  /** Starts threads that are missing: an Error between two tasks ends one. */
  void revive() {
    if (!isShutdown()) {
      prestartAllCoreThreads();
    }
  }

  @Override
  protected void afterExecute(Runnable task, Throwable thrown) {
    super.afterExecute(task, thrown);
    if (thrown == null && task instanceof Future<?> future && future.isDone()) {
      logFailure(future);
    }
  }

  private static void logFailure(Future<?> future) {
    try {
      future.get();
    } catch (ExecutionException e) {
      tell(e.getCause());
    } catch (CancellationException e) {
      log.trace("cancelled", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void tell(Throwable thrown) {
    try {
      StackTraceElement[] frames = thrown.getStackTrace();
      if (frames.length > MOST_FRAMES) {
        thrown.setStackTrace(Arrays.copyOf(frames, MOST_FRAMES));
      }
      log.error("a task of the host failed; please report this", thrown);
    } catch (Throwable unsaid) {
      // Nothing is left to say it with, as when the memory is full; the thread must go on. It is
      // not kept with what was thrown: that takes memory, and may be the very same error.
    }
  }
}
