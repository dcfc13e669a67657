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
 * The threads of the host that watch over plugins: {@code plugin-deadlines} finds what is late,
 * {@code plugin-results} completes the stages that the host waits for, {@code plugin-watch} looks
 * at the plugins directory, {@code plugin-on-demand} loads what an integration needs. None runs a
 * plugin's code. All start before a plugin could make them: a thread inherits from its maker.
 */
public final class HostThreads implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HostThreads.class);

  private final ScheduledThreadPoolExecutor deadlines;
  private final ThreadPoolExecutor results;
  private final ThreadPoolExecutor onDemand;
  private final ScheduledThreadPoolExecutor watch;

  /** Starts the threads. */
  public HostThreads() {
    ClassLoader host = HostThreads.class.getClassLoader();
    deadlines = new ScheduledThreadPoolExecutor(1, new LaneThreads("plugin-deadlines", host));
    deadlines.setRemoveOnCancelPolicy(true);
    deadlines.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    deadlines.prestartAllCoreThreads();
    results = single("plugin-results", host);
    onDemand = single("plugin-on-demand", host);
    watch = new ScheduledThreadPoolExecutor(1, new LaneThreads("plugin-watch", host));
    watch.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  private static ThreadPoolExecutor single(String name, ClassLoader host) {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), new LaneThreads(name, host));
    executor.prestartAllCoreThreads();
    return executor;
  }

  /** Runs work of the host after a time. */
  public ScheduledFuture<?> after(Duration time, Runnable work) {
    return deadlines.schedule(work, time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Runs work again and again, with pauses; it may wait for plugins. */
  public void every(Duration pause, Runnable work) {
    var unused =
        watch.scheduleWithFixedDelay(
            () -> guarded(work), pause.toNanos(), pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Runs work once on the thread that looks at the plugins directory; it may wait for plugins. */
  public void watch(Runnable work) {
    try {
      watch.execute(() -> guarded(work));
    } catch (RejectedExecutionException e) {
      LOG.debug("Plugins were to be looked at after the plugin runtime was closed");
    }
  }

  /** Runs work that may wait for plugins. Bounded by the transports that integrations ask for. */
  public void onDemand(Runnable work) {
    try {
      onDemand.execute(() -> guarded(work));
    } catch (RejectedExecutionException e) {
      LOG.debug("A plugin was asked for after the plugin runtime was closed");
    }
  }

  /** Completes something that the host waits for. Bounded by the calls under way. */
  public void result(Runnable completion) {
    try {
      results.execute(() -> guarded(completion));
    } catch (RejectedExecutionException e) {
      LOG.debug("A result came after the plugin runtime was closed");
    } catch (Throwable e) {
      // Memory or threads have run out. Here is the wrong thread, but nobody would hear of it else.
      completion.run();
    }
  }

  private static void guarded(Runnable completion) {
    try {
      completion.run();
    } catch (Throwable e) {
      // Else a repeated task would end without a word.
      try {
        LOG.error("Work for a plugin failed in the host", e);
      } catch (Throwable unsaid) {
        // No memory for the line either, nor to keep it with the other: the thread matters more.
      }
    }
  }

  /** Hands over the results that wait, then ends the threads. */
  @Override
  public void close() {
    watch.shutdownNow();
    onDemand.shutdownNow();
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
