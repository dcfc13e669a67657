package io.integrationhost.kit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads for what takes long, such as a library that blocks. They have names, are made when they
 * are needed, and end with the transport. Thread-safe.
 */
public final class Workers implements Executor, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Workers.class);
  private static final int MOST_WAITING = 1000;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final String name;
  private final ThreadPoolExecutor threads;

  /**
   * Threads of one transport.
   *
   * @param name begins the names of the threads, such as {@code plugin-kafka-yard}
   * @param most at once
   */
  public Workers(String name, int most) {
    this.name = name;
    var number = new AtomicInteger();
    threads =
        new ThreadPoolExecutor(
            most,
            most,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            task -> {
              var thread = new Thread(task, name + "-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Runs a task on one of the threads. What it throws is logged.
   *
   * @param task is interrupted when the transport ends
   * @throws RejectedExecutionException when 1000 tasks wait already, or after {@link #close}
   */
  @Override
  public void execute(Runnable task) {
    threads.execute(() -> run(task));
  }

  private void run(Runnable task) {
    try {
      task.run();
    } catch (Throwable e) {
      log.error("{}: a task ended with an error", name, e);
      if (e instanceof Error error) {
        throw error;
      }
    }
  }

  /**
   * Interrupts what runs, drops what waits, and waits 5 s for the threads to end.
   *
   * @return the names of threads that did not; they keep the plugin in memory
   */
  public List<String> stop() {
    List<Runnable> dropped = threads.shutdownNow();
    if (!dropped.isEmpty()) {
      log.debug("{}: {} tasks were not begun", name, dropped.size());
    }
    try {
      if (threads.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return List.of();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return running();
  }

  private List<String> running() {
    List<String> running = new ArrayList<>();
    for (Thread each : Thread.getAllStackTraces().keySet()) {
      if (each.getName().startsWith(name + "-") && each.isAlive()) {
        running.add(each.getName());
      }
    }
    return running;
  }

  /** {@link #stop}, with a warning about threads that did not end. */
  @Override
  public void close() {
    List<String> left = stop();
    if (!left.isEmpty()) {
      log.warn("{}: threads did not end in {} s: {}", name, PATIENCE.toSeconds(), left);
    }
  }
}
