package io.integrationhost.host;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of the program itself: one that controls, two that deliver. */
final class HostThreads implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final ScheduledThreadPoolExecutor control = pool("control", 1);
  private final ScheduledThreadPoolExecutor delivery = pool("delivery", 2);

  ScheduledExecutorService control() {
    return control;
  }

  ScheduledExecutorService delivery() {
    return delivery;
  }

  private static ScheduledThreadPoolExecutor pool(String name, int size) {
    AtomicInteger count = new AtomicInteger();
    ThreadFactory factory =
        task -> {
          Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        };
    ScheduledThreadPoolExecutor pool = new ScheduledThreadPoolExecutor(size, factory);
    pool.setRemoveOnCancelPolicy(true);
    pool.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return pool;
  }

  @Override
  public void close() {
    stop(control);
    stop(delivery);
  }

  private static void stop(ScheduledThreadPoolExecutor pool) {
    pool.shutdown();
    try {
      if (!pool.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        pool.shutdownNow();
      }
    } catch (InterruptedException e) {
      pool.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
