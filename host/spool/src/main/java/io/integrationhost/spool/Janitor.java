package io.integrationhost.spool;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread for what nobody waits for: deleting segments, writing cursors, syncing at intervals
 * and behind the journal, removing what is too old. Whatever a task throws, the next one runs, and
 * a repeated one is repeated.
 */
final class Janitor {

  private static final Logger LOG = LoggerFactory.getLogger(Janitor.class);
  private static final String NAME = "spool-janitor ";
  private static final int LIMIT_SECONDS = 10;

  private final LimitedLog failures = new LimitedLog(LOG);
  private final ScheduledExecutorService executor;

  /**
   * @param executor of one thread, made by {@link #thread}
   */
  Janitor(ScheduledExecutorService executor) {
    this.executor = executor;
  }

  /** The thread runs from now on: without memory for one this fails, and nothing later. */
  static ScheduledExecutorService thread(String directory) {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread created = new Thread(task, NAME + directory);
              created.setDaemon(true);
              return created;
            },
            new ThreadPoolExecutor.DiscardPolicy());
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    executor.setRemoveOnCancelPolicy(true);
    boolean unusedStarted = executor.prestartCoreThread();
    return executor;
  }

  void execute(Runnable task) {
    executor.execute(() -> attempt(task));
  }

  void after(Duration delay, Runnable task) {
    var unused = executor.schedule(() -> attempt(task), delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Repeats the task until the returned task runs. */
  Runnable every(Duration delay, Runnable task) {
    var repeated =
        executor.scheduleWithFixedDelay(
            () -> attempt(task), delay.toMillis(), delay.toMillis(), TimeUnit.MILLISECONDS);
    return () -> repeated.cancel(false);
  }

  /** Runs the task after those before it; completes when it is done. */
  CompletableFuture<Void> submit(Runnable task) {
    return CompletableFuture.runAsync(() -> attempt(task), executor);
  }

  /** Runs the task; what it throws is logged and goes no further. */
  void attempt(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      failures.error("A task of the spools failed; the others go on", e);
    }
  }

  boolean isCurrentThread() {
    return Thread.currentThread().getName().startsWith(NAME);
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
}
