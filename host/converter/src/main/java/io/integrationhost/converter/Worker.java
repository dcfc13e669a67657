package io.integrationhost.converter;

import io.integrationhost.converter.ConverterException.Kind;
import io.integrationhost.converter.Dispatcher.Assignment;
import io.integrationhost.converter.ScriptLanguage.Realm;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that runs scripts, one message after the other. */
final class Worker implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(Worker.class);

  private final Workers workers;
  private final Dispatcher dispatcher;
  private final Watchdog watchdog;
  private final ConverterLimits limits;
  private volatile Run current;

  Worker(Workers workers, Dispatcher dispatcher, Watchdog watchdog, ConverterLimits limits) {
    this.workers = workers;
    this.dispatcher = dispatcher;
    this.watchdog = watchdog;
    this.limits = limits;
  }

  /** What runs now; null when nothing does. */
  Run current() {
    return current;
  }

  @Override
  public void run() {
    try {
      Assignment next = dispatcher.take();
      while (next != null && perform(next)) {
        next = dispatcher.take();
      }
    } finally {
      workers.ended(this);
    }
  }

  /** False when this worker was given up meanwhile. */
  private boolean perform(Assignment next) {
    return perform(next, next.job());
  }

  private <T> boolean perform(Assignment next, Job<T> job) {
    Attempt<T> attempt = new Attempt<>(next, job);
    attempt.run();
    if (attempt.run != null && attempt.run.isAbandoned()) {
      attempt.realm.close();
      return false;
    }
    Lane lane = next.lane();
    if (attempt.failure != null) {
      lane.verdict().failed(attempt.failure, job.source(), attempt.cost());
    } else if (attempt.run.isSeen()) {
      lane.verdict().succeeded(watchdog.cpuNanos(attempt.run));
    }
    Realm reusable = attempt.reusable();
    if (attempt.failure != null) {
      job.fail(lane.direction().told(attempt.failure).of(lane.name()));
    } else {
      job.result().complete(attempt.conversion);
    }
    dispatcher.release(lane, reusable).forEach(Realm::close);
    return true;
  }

  /** One message: what became of it and of the realm it ran in. */
  private final class Attempt<T> {
    private final Lane lane;
    private final Job<T> job;
    private final Assignment assignment;
    private Realm realm;
    private Run run;
    private Conversion<T> conversion;
    private ScriptFailure failure;

    Attempt(Assignment assignment, Job<T> job) {
      this.assignment = assignment;
      this.lane = assignment.lane();
      this.job = job;
      this.realm = assignment.realm();
    }

    void run() {
      try {
        lane.verdict().check(job.source());
        Call<T> call = job.call();
        ScriptArguments arguments = call.arguments();
        checkSize(arguments);
        if (realm == null) {
          lane.language().warmUp();
          realm = lane.script().open();
        }
        ScriptResult result = call(arguments);
        conversion = new Conversion<>(read(call, result), result, call.metadata());
      } catch (ScriptFailure e) {
        failure = e;
      } catch (OutOfMemoryError e) {
        failure = new ScriptFailure(Kind.MEMORY, "Script memory overflow!");
      } catch (RuntimeException | Error e) {
        log.error("Converter '{}': unexpected failure of the script engine", lane.name(), e);
        failure = new ScriptFailure(Kind.INTERNAL, "The script engine failed: " + e);
      }
      if (run != null && run.breach() != null) {
        failure = run.breach();
      }
    }

    private ScriptResult call(ScriptArguments arguments) {
      boolean first = assignment.realm() == null;
      run =
          new Run(
              assignment,
              realm,
              lane.verdict().allowance(lane.language().budget(limits.budget(), first)),
              watchdog.allocated());
      current = run;
      watchdog.wake();
      try {
        return realm.call(arguments);
      } finally {
        run.finish(2 * limits.budget().grace().toMillis());
        current = null;
      }
    }

    /** Nanoseconds that a failed call has taken from others. */
    private long cost() {
      if (run == null) {
        return 0;
      }
      // While the memory is collected the thread waits as all others do.
      return failure.kind() == Kind.MEMORY ? run.elapsedNanos() : watchdog.cpuNanos(run);
    }

    private List<T> read(Call<T> call, ScriptResult result) {
      try {
        return call.read(result);
      } catch (ScriptFailure e) {
        throw result == null || e.kind() != Kind.RESULT ? e : e.of(result);
      }
    }

    private void checkSize(ScriptArguments arguments) {
      int max = lane.language().sizes().arguments();
      if (arguments.size() > max) {
        throw new ScriptFailure(
            Kind.SIZE,
            "Script input arguments exceed maximum allowed total args size of " + max + " symbols");
      }
    }

    /** Closes a realm that may be damaged. */
    private Realm reusable() {
      if (realm == null || failure == null) {
        return realm;
      }
      boolean sound =
          switch (failure.kind()) {
            case SCRIPT, RESULT, SIZE, BLOCKED -> true;
            default -> false;
          };
      if (sound) {
        return realm;
      }
      realm.close();
      return null;
    }
  }
}
