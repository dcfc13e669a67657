package io.integrationhost.host.guard;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process when it cannot go on: in good order within a deadline, then at once. All that is
 * needed for it is there from the start, since there may be no memory and no thread for it later.
 */
final class LastResort {

  static final int EXIT_CODE = 3;

  private static final long LONGEST_LINE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final Logger log = LoggerFactory.getLogger(LastResort.class);
  private static final byte[] LINE =
      "Integration Host ends itself with exit code 3: memory or threads ran out (see the log); what was acknowledged is stored\n"
          .getBytes(StandardCharsets.UTF_8);

  private final Duration deadline;
  private final Runnable halt;
  private final AtomicReference<String> reason = new AtomicReference<>();
  private final AtomicReference<AutoCloseable> host = new AtomicReference<>();
  private final CountDownLatch wanted = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final CountDownLatch told = new CountDownLatch(1);

  /**
   * @param deadline for the end in good order
   * @param halt ends the process at once
   */
  LastResort(Duration deadline, Runnable halt) {
    this.deadline = deadline;
    this.halt = halt;
    start("last-resort", this::run);
    start("last-resort-stop", this::stop);
    // A log that blocks, on a pipe that nobody reads say, must not keep the process alive.
    start("last-resort-log", this::tell);
  }

  private static void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** What is to be closed before the process ends. */
  void closes(AutoCloseable running) {
    host.set(running);
  }

  /** Returns at once; the first reason counts. */
  void end(String why) {
    reason.compareAndSet(null, why);
    wanted.countDown();
  }

  private void run() {
    try {
      await(wanted, Long.MAX_VALUE);
      await(stopped, deadline.toNanos());
      await(told, LONGEST_LINE_NANOS);
    } finally {
      halt.run();
    }
  }

  private void tell() {
    await(wanted, Long.MAX_VALUE);
    try {
      log.error(
          "the host ends itself with exit code {}: {}. What was acknowledged is stored; a service"
              + " manager starts it again",
          EXIT_CODE,
          reason.get());
    } catch (Throwable e) {
      // There may be no memory for a text, but there is for bytes that exist.
      write();
    } finally {
      told.countDown();
    }
  }

  private static void write() {
    try (FileOutputStream error = new FileOutputStream(FileDescriptor.err)) {
      error.write(LINE);
    } catch (IOException | RuntimeException | Error e) {
      // Nothing is left that could tell.
      return;
    }
  }

  private void stop() {
    await(wanted, Long.MAX_VALUE);
    AutoCloseable running = host.get();
    try {
      if (running != null) {
        running.close();
      }
    } catch (Throwable e) {
      log.error("the host did not stop in good order", e);
    } finally {
      stopped.countDown();
    }
  }

  private static void await(CountDownLatch latch, long nanos) {
    long end = System.nanoTime() + nanos;
    while (true) {
      try {
        latch.await(
            nanos == Long.MAX_VALUE ? nanos : end - System.nanoTime(), TimeUnit.NANOSECONDS);
        return;
      } catch (InterruptedException e) {
        // Nobody may keep the process from ending.
      }
    }
  }
}
