package io.integrationhost.plugins.rabbitmq;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes all threads of the plugin, the library's too, and sees them end. Thread-safe. */
final class Threads implements ThreadFactory, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Threads.class);
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);

  private final Set<Thread> running = ConcurrentHashMap.newKeySet();
  private final AtomicInteger number = new AtomicInteger();

  @Override
  public Thread newThread(Runnable task) {
    var thread =
        new Thread(
            () -> {
              try {
                task.run();
              } finally {
                running.remove(Thread.currentThread());
              }
            },
            "plugin-rabbitmq-" + number.incrementAndGet());
    thread.setDaemon(true);
    thread.setContextClassLoader(Threads.class.getClassLoader());
    running.add(thread);
    return thread;
  }

  /** Waits for all of them; those that do not end keep the plugin in memory. */
  @Override
  public void close() {
    long end = System.nanoTime() + PATIENCE;
    try {
      for (Thread each : List.copyOf(running)) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (each.isAlive() && left > 0) {
          each.join(left);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    List<String> left = running.stream().filter(Thread::isAlive).map(Thread::getName).toList();
    if (!left.isEmpty()) {
      log.warn("plugin rabbitmq: threads did not end: {}", left);
    }
  }
}
