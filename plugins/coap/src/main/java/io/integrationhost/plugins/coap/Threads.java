package io.integrationhost.plugins.coap;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that serve devices. They tell how many tasks wait for a thread: the queue holds
 * timers as well, such as those of answers that nobody has acknowledged. Thread-safe.
 */
final class Threads extends ScheduledThreadPoolExecutor {

  private static final int THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());

  private final AtomicInteger waiting = new AtomicInteger();

  Threads() {
    super(THREADS);
    var number = new AtomicInteger();
    setThreadFactory(
        task -> {
          var thread = new Thread(task, "plugin-coap-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
    // What the library still wants to repeat when all ports are closed reaches nobody.
    setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    setRemoveOnCancelPolicy(true);
  }

  @Override
  public void execute(Runnable task) {
    waiting.incrementAndGet();
    super.execute(
        () -> {
          waiting.decrementAndGet();
          task.run();
        });
  }

  /** Tasks that could run now. */
  int waiting() {
    return waiting.get();
  }

  /** Ends what runs, and waits for it. */
  void end(long patienceSeconds) {
    shutdownNow();
    try {
      var unused = awaitTermination(patienceSeconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
