package io.integrationhost.runtime.lane;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two threads of the host that watch over plugins: {@code plugin-deadlines} finds what is late,
 * {@code plugin-results} completes the stages that the host waits for. Neither runs a plugin's
 * code. Both start at once: a thread made later, from a plugin's call, would inherit from that
 * plugin.
 */
public final class HostThreads implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HostThreads.class);

  private final ScheduledThreadPoolExecutor deadlines;
  private final ThreadPoolExecutor results;

  /** Starts both threads. */
  public HostThreads() {
    ClassLoader host = HostThreads.class.getClassLoader();
    deadlines = new ScheduledThreadPoolExecutor(1, new LaneThreads("plugin-deadlines", host));
    deadlines.setRemoveOnCancelPolicy(true);
    deadlines.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    deadlines.prestartAllCoreThreads();
    results =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            new LaneThreads("plugin-results", host));
    results.prestartAllCoreThreads();
  }

  /** Runs work of the host after a time. */
  public ScheduledFuture<?> after(Duration time, Runnable work) {
    return deadlines.schedule(work, time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Completes something that the host waits for. Bounded by the calls under way. */
  public void result(Runnable completion) {
    try {
      results.execute(() -> guarded(completion));
    } catch (RejectedExecutionException e) {
      LOG.debug("A result came after the plugin runtime was closed");
    }
  }

  private static void guarded(Runnable completion) {
    try {
      completion.run();
    } catch (RuntimeException e) {
      LOG.error("A result of a plugin could not be handed over", e);
    }
  }

  /** Hands over the results that wait, then ends both threads. */
  @Override
  public void close() {
    deadlines.shutdownNow();
    results.shutdown();
    try {
      if (!results.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.warn("The thread plugin-results is blocked by a continuation of the host");
        results.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      results.shutdownNow();
    }
  }
}
