package io.integrationhost.host;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A scheduler that never swallows a failure of a task: what a task throws is logged. */
final class LoggingScheduler extends ScheduledThreadPoolExecutor {

  private static final Logger log = LoggerFactory.getLogger(LoggingScheduler.class);

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
      log.error("a task of the host failed; please report this", e.getCause());
    } catch (CancellationException e) {
      log.trace("cancelled", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
