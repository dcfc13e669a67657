package io.integrationhost.converter;

import io.integrationhost.converter.ConverterException.Kind;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs scripts on the worker's own thread, under the eyes of the {@link Watchdog}. */
final class ThreadRunner implements Runner {
  private static final Logger log = LoggerFactory.getLogger(ThreadRunner.class);
  private static final long SHORT = -1;

  private final Watchdog watchdog;
  private final long graceMillis;
  private final Optional<IdleClass> idle;
  private volatile Run<?> current;

  /**
   * How many runs began here, as seen with {@link #current}; and how many the watchdog knows of.
   */
  private int begun;

  private int known;

  /** The system's number of the thread that runs scripts here; only where it is needed. */
  private volatile OptionalLong thread = OptionalLong.empty();

  private volatile boolean spent;

  /**
   * @param idle what its thread enters when a run takes long
   */
  ThreadRunner(Watchdog watchdog, long graceMillis, Optional<IdleClass> idle) {
    this.watchdog = watchdog;
    this.graceMillis = graceMillis;
    this.idle = idle;
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

  /** The run takes so long that all others are to have the processors first; for the watchdog. */
  void yieldFromNowOn() {
    if (!spent && thread.isPresent()) {
      spent = true;
      idle.get().enter(thread.getAsLong());
      idle.get().enterCompilers();
    }
  }

  @Override
  public boolean isSpent() {
    return spent;
  }

  private ScriptResult call(Run<?> run, ScriptArguments arguments) {
    if (idle.isPresent() && thread.isEmpty()) {
      thread = IdleClass.ownThread();
    }
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
