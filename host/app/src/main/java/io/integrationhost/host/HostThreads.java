package io.integrationhost.host;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The threads of the program itself: one that controls, one that delivers, one that reads and
 * writes small files, one that follows the settings. Each has one thread: of two that wait for
 * tasks and timers, each task would wake the other one as well.
 */
final class HostThreads implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final LoggingScheduler control = new LoggingScheduler("control", 1);
  private final LoggingScheduler delivery = new LoggingScheduler("delivery", 1);
  private final LoggingScheduler storage = new LoggingScheduler("storage", 1);
  private final LoggingScheduler settings = new LoggingScheduler("settings", 1);
  private final Pulse pulse =
      new Pulse(
          Map.of("control", control, "delivery", delivery, "storage", storage), System::nanoTime);

  ScheduledExecutorService control() {
    return control;
  }

  ScheduledExecutorService delivery() {
    return delivery;
  }

  /** For how long each kind of thread has had no time for anything. */
  Map<String, Duration> silence() {
    return pulse.silence();
  }

  /** May wait for a disk. */
  ScheduledExecutorService storage() {
    return storage;
  }

  /** May wait for a disk, and for integrations that stop. */
  ScheduledExecutorService settings() {
    return settings;
  }

  /**
   * Starts threads again that an Error took away, as nobody else would before the next task.
   *
   * @return what is wrong; empty when all are there
   */
  Optional<String> revive() {
    List.of(control, delivery, storage, settings).forEach(LoggingScheduler::revive);
    return Optional.empty();
  }

  @Override
  public void close() {
    stop(settings);
    stop(control);
    stop(delivery);
    stop(storage);
  }

  private static void stop(LoggingScheduler pool) {
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
