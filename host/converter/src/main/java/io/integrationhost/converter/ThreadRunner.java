package io.integrationhost.converter;

import io.integrationhost.converter.ConverterException.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs scripts on the worker's own thread, under the eyes of the {@link Watchdog}. */
final class ThreadRunner implements Runner {
  private static final Logger log = LoggerFactory.getLogger(ThreadRunner.class);
  private static final long SHORT = -1;

  private final Watchdog watchdog;
  private final long graceMillis;
  private volatile Run<?> current;

  /**
   * How many runs began here, as seen with {@link #current}; and how many the watchdog knows of.
   */
  private int begun;

  private int known;

  ThreadRunner(Watchdog watchdog, long graceMillis) {
    this.watchdog = watchdog;
    this.graceMillis = graceMillis;
  }

  /** What runs now; null when nothing does. */
  Run<?> current() {
    return current;
  }

  /** Whether a run has begun since {@link #takeBegun}; for the watchdog. */
  boolean hasBegun() {
    return current != null || begun != known;
  }

  /** The same, and forgets it. */
  boolean takeBegun() {
    boolean news = hasBegun();
    known = begun;
    return news;
  }

  @Override
  public Ran run(Run<?> run, ScriptArguments arguments, Allowance allowance) {
    run.begin(allowance, watchdog.allocated());
    ScriptResult result = null;
    ScriptFailure failure = null;
    try {
      result = call(run, arguments);
    } catch (ScriptFailure e) {
      failure = e;
    } catch (OutOfMemoryError e) {
      failure = memory();
    } catch (Throwable e) {
      failure = new ScriptFailure(Kind.INTERNAL, "The script engine failed: " + e);
      log.error("Converter '{}': unexpected failure of the script engine", run.queue().name(), e);
    }
    if (run.isAbandoned()) {
      return Ran.well(null, SHORT);
    }
    ScriptFailure breach = run.breach();
    failure = breach == null ? failure : breach;
    return failure == null
        ? Ran.well(result, run.isSeen() ? watchdog.cpuNanos(run) : SHORT)
        : Ran.failed(failure, cost(run, failure));
  }

  private ScriptResult call(Run<?> run, ScriptArguments arguments) {
    begun++;
    current = run;
    try {
      watchdog.wake();
      return run.realm().call(arguments);
    } finally {
      try {
        run.finish(2 * graceMillis);
      } finally {
        current = null;
      }
    }
  }

  private long cost(Run<?> run, ScriptFailure failure) {
    // While the memory is collected the thread waits as all others do.
    return failure.kind() == Kind.MEMORY ? run.elapsedNanos() : watchdog.cpuNanos(run);
  }

  static ScriptFailure memory() {
    return new ScriptFailure(Kind.MEMORY, "Script memory overflow!");
  }
}
