package io.integrationhost.host.guard;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Whether a thread can be started. For one thread. */
final class ThreadProbe implements Supplier<Optional<String>> {

  private static final long EVERY = TimeUnit.SECONDS.toNanos(5);
  private static final Optional<String> TROUBLE =
      Optional.of(
          "the system gives no more threads to this process; raise its limit of threads or tasks, or"
              + " give it more memory");

  private long tried = System.nanoTime() - EVERY;
  private boolean failed;

  @Override
  public Optional<String> get() {
    if (failed || System.nanoTime() - tried >= EVERY) {
      tried = System.nanoTime();
      try {
        Thread thread = new Thread(() -> {}, "memory-watch-probe");
        thread.setDaemon(true);
        thread.start();
        failed = false;
      } catch (OutOfMemoryError e) {
        failed = true;
      }
    }
    return failed ? TROUBLE : Optional.empty();
  }
}
