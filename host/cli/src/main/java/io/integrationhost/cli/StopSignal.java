package io.integrationhost.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * That the process has been told to end (Ctrl-C, SIGTERM). Keeps it alive until this is closed, for
 * half a minute at most, so that what is under way can be finished.
 */
final class StopSignal implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 30;

  private final String late;
  private final CountDownLatch told = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);

  private StopSignal(String late) {
    this.late = late;
  }

  /**
   * Listens from now on.
   *
   * @param late what to say when finishing takes too long
   */
  static StopSignal install(String late) {
    StopSignal signal = new StopSignal(late);
    Runtime.getRuntime().addShutdownHook(signal.hook());
    return signal;
  }

  Thread hook() {
    return new Thread(this::tell, "shutdown");
  }

  private void tell() {
    told.countDown();
    try {
      if (!closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println(late);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  boolean isTold() {
    return told.getCount() == 0;
  }

  /** Waits until the process is told to end. */
  void await() throws InterruptedException {
    told.await();
  }

  /** Lets the process end. */
  @Override
  public void close() {
    closed.countDown();
  }
}
