package io.integrationhost.converter;

import io.integrationhost.converter.ConverterException.Kind;
import io.integrationhost.converter.ScriptLanguage.Realm;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that has scripts run, one message after the other. */
final class Worker implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(Worker.class);
  private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final int TRIES = 100;

  private final Dispatcher dispatcher;
  private final ConverterLimits.Budget budget;
  private final Runner runner;
  private final Runnable ended;

  /**
   * @param budget what the host allows a call
   * @param ended called by this thread at its end
   */
  Worker(Dispatcher dispatcher, ConverterLimits.Budget budget, Runner runner, Runnable ended) {
    this.dispatcher = dispatcher;
    this.budget = budget;
    this.runner = runner;
    this.ended = ended;
  }

  @Override
  public void run() {
    try {
      boolean more = true;
      while (more) {
        more = performNext();
      }
    } finally {
      ended.run();
    }
  }

  /** Nothing but the end of the engine, or of this worker, ends the thread. */
  private boolean performNext() {
    Run<?> next;
    try {
      next = dispatcher.take();
    } catch (Throwable e) {
      rest();
      return true;
    }
    return next != null && perform(next);
  }

  /** False when this worker was given up meanwhile. */
  private boolean perform(Run<?> run) {
    Realm reusable = null;
    try {
      run.perform(runner, budget);
      if (!run.isAbandoned()) {
        run.judge();
        reusable = run.reusable();
        run.answer();
      }
    } catch (Throwable e) {
      // Such as no memory for the answer: this message pays for it, no other.
      failSurely(run, e);
    }
    if (run.isAbandoned()) {
      run.discard();
      return false;
    }
    dispatcher.releaseSurely(run.queue(), reusable);
    return true;
  }

  /** A message without an answer would hold up its source for ever. */
  private static void failSurely(Run<?> run, Throwable cause) {
    for (int left = TRIES; left > 0; left--) {
      try {
        log.error("Converter '{}': a message could not be answered", run.queue().name(), cause);
        Kind kind = cause instanceof OutOfMemoryError ? Kind.OVERLOADED : Kind.INTERNAL;
        run.fail(new ScriptFailure(kind, "The script engine failed: " + cause));
        return;
      } catch (Throwable e) {
        rest();
      }
    }
  }

  private static void rest() {
    LockSupport.parkNanos(REST_NANOS);
  }
}
