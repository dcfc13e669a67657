package io.integrationhost.spool;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The task of {@link ReadingLog#onReadable}, run once for each time the reader ran dry. */
final class ReadableSignal {

  private static final Logger LOG = LoggerFactory.getLogger(ReadableSignal.class);

  private final String spool;
  private final LimitedLog failures = new LimitedLog(LOG);
  private volatile Runnable task = () -> {};

  ReadableSignal(String spool) {
    this.spool = spool;
  }

  void set(Runnable newTask) {
    task = newTask;
  }

  /** Must be called without locks. False when the task failed: the reader has not been told. */
  boolean fire() {
    try {
      task.run();
      return true;
    } catch (RuntimeException | Error e) {
      failures.error("Spool '{}': the task for readable records failed", spool, e);
      return false;
    }
  }
}
