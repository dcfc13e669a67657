package io.integrationhost.cli;

import io.integrationhost.bench.BenchException;
import io.integrationhost.bench.BenchReport;
import io.integrationhost.bench.Measurement;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A benchmark whose figures are printed once, however it ends. A signal that ends the process has
 * them printed, then waits until this is closed, so that what belongs to the run can be put away.
 */
final class BenchRun implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 10;

  private final Consumer<BenchReport> printer;
  private final Thread hook = new Thread(this::endEarly, "bench-end");
  private final AtomicBoolean printed = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Optional<Measurement> running = Optional.empty();
  private volatile boolean endedEarly;

  BenchRun(Consumer<BenchReport> printer) {
    this.printer = printer;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Runs it and prints its figures.
   *
   * @throws BenchException when it failed, after printing what was measured before
   */
  void measure(Measurement bench) {
    running = Optional.of(bench);
    try {
      bench.run();
    } catch (BenchException e) {
      if (!endedEarly) {
        throw e;
      }
    } finally {
      print(bench);
    }
  }

  /** Whether the process is being ended. */
  boolean isEndedEarly() {
    return endedEarly;
  }

  @Override
  public void close() {
    closed.countDown();
    if (!endedEarly) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The process is being ended just now; the hook has nothing left to wait for.
        endedEarly = true;
      }
    }
  }

  private void endEarly() {
    endedEarly = true;
    running.ifPresent(this::print);
    running.ifPresent(Measurement::end);
    try {
      closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void print(Measurement bench) {
    if (printed.compareAndSet(false, true)) {
      printer.accept(bench.report());
    }
  }
}
