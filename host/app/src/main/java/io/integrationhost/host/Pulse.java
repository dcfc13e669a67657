package io.integrationhost.host;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Knows when threads of the host last had time for anything: one that is stuck or has died falls
 * silent. Safe for any thread.
 */
final class Pulse {

  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private final Map<String, Long> ticks = new ConcurrentHashMap<>();
  private final LongSupplier nanoTime;

  /**
   * Begins to feel it; ends with the executors.
   *
   * @param executors by the name of their threads
   */
  Pulse(Map<String, ScheduledExecutorService> executors, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    long now = nanoTime.getAsLong();
    executors.forEach(
        (name, executor) -> {
          ticks.put(name, now);
          var unused =
              executor.scheduleWithFixedDelay(
                  () -> ticks.put(name, nanoTime.getAsLong()),
                  INTERVAL.toMillis(),
                  INTERVAL.toMillis(),
                  TimeUnit.MILLISECONDS);
        });
  }

  /** For how long each has been silent; up to some seconds mean nothing. */
  Map<String, Duration> silence() {
    long now = nanoTime.getAsLong();
    Map<String, Duration> silence = new TreeMap<>();
    ticks.forEach((name, tick) -> silence.put(name, Duration.ofNanos(now - tick)));
    return silence;
  }
}
