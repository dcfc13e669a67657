package io.integrationhost.converter;

import io.integrationhost.converter.ConverterException.Kind;
import io.integrationhost.converter.Dispatcher.Assignment;
import io.integrationhost.converter.Runner.Ran;
import io.integrationhost.converter.ScriptLanguage.Realm;
import java.util.List;
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
    Assignment next;
    try {
      next = dispatcher.take();
    } catch (Throwable e) {
      rest();
      return true;
    }
    return next != null && perform(next, next.job());
  }

  /** False when this worker was given up meanwhile. */
  private <T> boolean perform(Assignment next, Job<T> job) {
    Lane lane = next.lane();
    Attempt<T> attempt = null;
    Realm reusable = null;
    try {
      attempt = new Attempt<>(next, job);
      attempt.run();
      if (!attempt.isAbandoned()) {
        attempt.judge();
        reusable = attempt.reusable();
        attempt.answer();
      }
    } catch (Throwable e) {
      // Such as no memory for the answer: this message pays for it, no other.
      failSurely(job, lane, e);
    }
    if (attempt != null && attempt.isAbandoned()) {
      attempt.discard();
      return false;
    }
    dispatcher.releaseSurely(lane, reusable);
    return true;
  }

  /** A message without an answer would hold up its source for ever. */
  private static void failSurely(Job<?> job, Lane lane, Throwable cause) {
    for (int left = TRIES; left > 0; left--) {
      try {
        log.error("Converter '{}': a message could not be answered", lane.name(), cause);
        Kind kind = cause instanceof OutOfMemoryError ? Kind.OVERLOADED : Kind.INTERNAL;
        job.fail(new ScriptFailure(kind, "The script engine failed: " + cause).of(lane.name()));
        return;
      } catch (Throwable e) {
        rest();
      }
    }
  }

  private static void rest() {
    LockSupport.parkNanos(REST_NANOS);
  }

  /** One message: what became of it and of the realm it ran in. */
  private final class Attempt<T> {
    private final Lane lane;
    private final Job<T> job;
    private final Assignment assignment;
    private Realm realm;
    private Ran ran;
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
        lane.judge().check(job.source());
        Call<T> call = job.call();
        ScriptArguments arguments = call.arguments();
        checkSize(arguments);
        boolean first = open();
        Allowance allowance = lane.judge().allowance(lane.language().budget(budget, first));
        ran = runner.run(assignment, realm, arguments, allowance);
        failure = ran.failure();
        if (failure == null && !ran.abandoned()) {
          conversion = new Conversion<>(read(call, ran.result()), ran.result(), call.metadata());
        }
      } catch (ScriptFailure e) {
        failure = e;
      } catch (OutOfMemoryError e) {
        // Of the host's own doing: what the script fills is caught where it runs.
        failure = new ScriptFailure(Kind.OVERLOADED, "There is no memory for this message now");
      } catch (RuntimeException | Error e) {
        log.error("Converter '{}': unexpected failure of the script engine", lane.name(), e);
        failure = new ScriptFailure(Kind.INTERNAL, "The script engine failed: " + e);
      }
    }

    /** True when the realm is new, so that the script is compiled with this call. */
    private boolean open() {
      if (realm != null && realm.isUsable()) {
        return false;
      }
      if (realm != null) {
        realm.discard();
        realm = null;
      }
      lane.language().warmUp();
      realm = lane.script().open();
      return true;
    }

    boolean isAbandoned() {
      return ran != null && ran.abandoned();
    }

    void judge() {
      if (failure != null) {
        lane.judge().failed(failure, job.source(), ran == null ? 0 : Math.max(0, ran.nanos()));
      } else if (ran.nanos() >= 0) {
        lane.judge().succeeded(ran.nanos());
      }
    }

    void answer() {
      if (failure != null) {
        job.fail(lane.direction().told(failure).of(lane.name()));
      } else {
        job.result().complete(conversion);
      }
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
    Realm reusable() {
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
      discard();
      return null;
    }

    void discard() {
      if (realm != null) {
        realm.discard();
      }
    }
  }
}
