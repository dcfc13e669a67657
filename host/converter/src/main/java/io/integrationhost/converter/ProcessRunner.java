package io.integrationhost.converter;

import io.integrationhost.converter.ConverterException.Kind;
import io.integrationhost.converter.ProcessSession.Answered;
import io.integrationhost.converter.ProcessSession.Ended;
import io.integrationhost.converter.ProcessSession.Outcome;
import io.integrationhost.converter.process.Answer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Has scripts run in another process and waits for the answers. A call that loses its process
 * through no fault of its own is made again in the next one: scripts keep no state. When nobody
 * knows whose fault it was, each call is made again alone; one that loses its process twice while
 * it is alone is guilty. Shared by the workers of one process.
 */
final class ProcessRunner implements Runner {
  private static final int TRIES = 5;

  /** The first call of a realm loads the language, within no limit of the script. */
  private static final long LOADING_NANOS = TimeUnit.SECONDS.toNanos(20);

  /** Beyond the wall time: to interrupt the script, to find that it goes on, to tell. */
  private static final int GRACES = Grace.MOST + 2;

  private final Duration grace;

  /** Fair, so that a call that must be alone comes to its turn. */
  private final ReentrantReadWriteLock together = new ReentrantReadWriteLock(true);

  ProcessRunner(Duration grace) {
    this.grace = grace;
  }

  @Override
  public Ran run(Run<?> run, ScriptArguments arguments, Allowance allowance) {
    ProcessRealm present = (ProcessRealm) run.realm();
    boolean alone = false;
    boolean suspect = false;
    boolean renewed = false;
    long start = System.nanoTime();
    try {
      for (int left = TRIES; left > 0; left--) {
        Outcome outcome = call(present, arguments, allowance, alone);
        long took = System.nanoTime() - start;
        if (outcome instanceof Answered answered) {
          if (!renewed && isOverloaded(answered.answer())) {
            // Its threads are lost, or its memory: not through this call.
            renewed = true;
            present.session().kill("it had nothing left to run a script");
            start = System.nanoTime();
            present = present.in(keeper(run).session());
            continue;
          }
          if (present != run.realm()) {
            present.close();
          }
          return ran(answered.answer(), present, run, took);
        }
        Ended ended = (Ended) outcome;
        // Once may be by chance, such as the system that needs memory.
        if (ended.guilty() && (ended.killed() || suspect)) {
          return guilty(ended, run, allowance, took);
        }
        suspect |= ended.guilty();
        alone |= !ended.killed();
        start = System.nanoTime();
        present = present.in(keeper(run).session());
      }
    } catch (ScriptFailure e) {
      return Ran.failed(e, 0);
    }
    return Ran.failed(
        new ScriptFailure(
            Kind.OVERLOADED, "The process for these scripts ended again and again; try later"),
        0);
  }

  private Outcome call(
      ProcessRealm realm, ScriptArguments arguments, Allowance allowance, boolean alone) {
    var lock = alone ? together.writeLock() : together.readLock();
    lock.lock();
    try {
      long patience =
          allowance.budget().wallTime().plus(grace.multipliedBy(GRACES)).toNanos()
              + (realm.isFresh() ? LOADING_NANOS : 0);
      return realm.call(arguments, allowance, patience);
    } finally {
      lock.unlock();
    }
  }

  private static ProcessKeeper keeper(Run<?> run) {
    return ((ProcessLanguage) run.queue().language()).keeper();
  }

  private static boolean isOverloaded(Answer.OfCall answer) {
    return answer instanceof Answer.Failure told
        && !told.lost()
        && Kind.valueOf(told.kind()) == Kind.OVERLOADED;
  }

  private static Ran ran(Answer.OfCall answer, ProcessRealm realm, Run<?> run, long took) {
    // Whatever the other process says, a call took no longer than it did.
    long nanos = Math.min(answer.nanos(), took);
    if (answer instanceof Answer.Result result) {
      return Ran.well(read(result), nanos);
    }
    Answer.Failure told = (Answer.Failure) answer;
    ScriptFailure failure = new ScriptFailure(Kind.valueOf(told.kind()), told.message());
    if (told.line() > 0) {
      failure = failure.at(new ScriptPlace(told.line(), told.column()));
    }
    failure = failure.after(told.console());
    if (told.lost()) {
      keeper(run).blame();
      realm.session().kill("a call could not be stopped");
      run.queue().judge().lost();
    }
    return Ran.failed(failure, told.lost() ? took : nanos);
  }

  /** Null when there is nothing, as of a script in a thread. */
  private static ScriptResult read(Answer.Result result) {
    if (result.text().isPresent()) {
      return new ResultText(result.text().get(), result.console());
    }
    return result.console().isEmpty() ? null : new NoResult(result.console());
  }

  private static Ran guilty(Ended ended, Run<?> run, Allowance allowance, long took) {
    keeper(run).blame();
    run.queue().judge().lost();
    return ended.killed()
        ? Ran.failed(new ScriptFailure(Kind.TIMEOUT, "Script timeout!" + allowance.remark()), took)
        : Ran.failed(ThreadRunner.memory(), took);
  }
}
