package io.integrationhost.spool;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread for what nobody waits for: deleting segments, writing cursors, syncing at intervals
 * and behind the journal, removing what is too old.
 */
final class Janitor {

  private static final Logger LOG = LoggerFactory.getLogger(Janitor.class);
  private static final int LIMIT_SECONDS = 10;

  private final ScheduledThreadPoolExecutor executor;
  private volatile Thread thread;

  Janitor(String directory) {
    executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread created = new Thread(task, "spool-janitor " + directory);
              created.setDaemon(true);
              thread = created;
              return created;
            },
            new ThreadPoolExecutor.DiscardPolicy());
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    executor.setRemoveOnCancelPolicy(true);
  }

  void execute(Runnable task) {
    executor.execute(logged(task));
  }

  void after(Duration delay, Runnable task) {
    var unused = executor.schedule(logged(task), delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Repeats the task until the returned task runs. */
  Runnable every(Duration delay, Runnable task) {
    var repeated =
        executor.scheduleWithFixedDelay(
            logged(task), delay.toMillis(), delay.toMillis(), TimeUnit.MILLISECONDS);
    return () -> repeated.cancel(false);
  }

  /** Runs the task after those before it; completes when it is done. */
  CompletableFuture<Void> submit(Runnable task) {
    return CompletableFuture.runAsync(logged(task), executor);
  }

  boolean isCurrentThread() {
    return Thread.currentThread() == thread;
  }

  /** Finishes what was given to it. */
  void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("The disk takes more than {} s to finish; going on without it", LIMIT_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Runnable logged(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        LOG.error("A task of the spools failed", e);
      }
    };
  }
}
