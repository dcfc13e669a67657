package io.integrationhost.bench;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits of the benchmark's own thread. */
final class Waiting {

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Waiting() {}

  static void until(BooleanSupplier done, String what) {
    until(done, what, PATIENCE);
  }

  static void until(BooleanSupplier done, Supplier<String> what) {
    until(done, what, PATIENCE);
  }

  static void until(BooleanSupplier done, String what, Duration patience) {
    until(done, () -> what, patience);
  }

  private static void until(BooleanSupplier done, Supplier<String> what, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    while (!done.getAsBoolean()) {
      if (System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted()) {
        throw new BenchException(
            what.get()
                + " did not happen within "
                + patience.toSeconds()
                + " s, or was interrupted");
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /** Lets time pass; however much, unless the benchmark is ended. */
  static void pass(Duration time, BooleanSupplier ended) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() - end < 0) {
      if (ended.getAsBoolean() || Thread.currentThread().isInterrupted()) {
        throw new BenchException("the benchmark was ended early");
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }
}
