package io.integrationhost.plugins.rabbitmq;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that uses a connection. It may wait for the broker; nobody waits for it. Tasks
 * that come after its end are dropped. Thread-safe.
 */
final class Lane implements Executor {

  private static final Logger log = LoggerFactory.getLogger(Lane.class);

  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final ScheduledThreadPoolExecutor thread;
  private final String label;
  private volatile Runnable afterFault = () -> {};

  /**
   * Makes no thread before the first task.
   *
   * @param label begins lines in the log
   */
  Lane(ThreadFactory threads, String label) {
    this.label = label;
    thread = new ScheduledThreadPoolExecutor(1, threads, new ThreadPoolExecutor.DiscardPolicy());
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    thread.setRemoveOnCancelPolicy(true);
  }

  /** What is done when a task has failed as none should: nobody knows what it left undone. */
  void afterFault(Runnable task) {
    afterFault = task;
  }

  @Override
  public void execute(Runnable task) {
    thread.execute(() -> run(task));
  }

  void later(Duration wait, Runnable task) {
    var unused = timer(wait, task);
  }

  /** What is cancelled is forgotten at once. */
  Future<?> timer(Duration wait, Runnable task) {
    return thread.schedule(() -> run(task), wait.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      try {
        log.error("{}: an error; the connection is made anew", label, e);
      } finally {
        recover();
      }
      if (e instanceof Error error) {
        throw error;
      }
    }
  }

  /** Until it works: nobody else would make the connection again. */
  private void recover() {
    try {
      afterFault.run();
    } catch (RuntimeException | Error e) {
      later(AGAIN, afterFault);
      throw e;
    }
  }

  /** For the library, which runs its heartbeats here. */
  ScheduledThreadPoolExecutor thread() {
    return thread;
  }

  /** Takes no more tasks; what has begun or is due ends first. */
  void end() {
    thread.shutdown();
  }
}
