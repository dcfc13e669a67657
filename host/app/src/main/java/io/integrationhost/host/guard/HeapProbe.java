package io.integrationhost.host.guard;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Whether there is heap left when all garbage is gone. For one thread. */
final class HeapProbe implements Supplier<Optional<String>> {

  private static final int CANARY = 64 << 10;
  private static final double NEARLY_FULL = 0.95;
  private static final long COLLECT_AT_MOST_EVERY = TimeUnit.SECONDS.toNanos(3);

  private final Runtime runtime = Runtime.getRuntime();

  /** Kept until the next look, so that the compiler does not leave it out. */
  private byte[] canary = new byte[0];

  private boolean full;
  private long collected = System.nanoTime() - COLLECT_AT_MOST_EVERY;

  @Override
  public Optional<String> get() {
    canary = new byte[CANARY];
    if (used() < NEARLY_FULL) {
      full = false;
      return Optional.empty();
    }
    long now = System.nanoTime();
    if (now - collected >= COLLECT_AT_MOST_EVERY) {
      // Only a collection tells what of it is garbage.
      collected = now;
      System.gc();
      full = used() >= NEARLY_FULL;
    }
    return full
        ? Optional.of(
            "the heap of " + (runtime.maxMemory() >> 20) + " MiB is full, even after a collection")
        : Optional.empty();
  }

  private double used() {
    return (runtime.totalMemory() - runtime.freeMemory()) / (double) runtime.maxMemory();
  }

  @Override
  public String toString() {
    return "heap probe of " + canary.length + " bytes";
  }
}
