package io.integrationhost.converter;

import io.integrationhost.converter.ConverterException.Kind;
import io.integrationhost.converter.Runner.Ran;
import io.integrationhost.converter.ScriptLanguage.Realm;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A call while it is made: in which realm, within which limits, and what comes of it.
 *
 * <p>Its worker {@link #perform performs} it, and then judges and answers it. While its script runs
 * on the worker's own thread, from {@link #begin} to {@link #finish}, the watchdog looks at it and
 * may have it stopped; what does not end although it was stopped is abandoned. Each of these states
 * is entered once, so that exactly one of worker and stopper answers the message.
 */
final class Run<T> {
  private static final Logger log = LoggerFactory.getLogger(Run.class);

  private static final long UNKNOWN = -1;

  private enum State {
    RUNNING,
    STOPPING,
    FINISHED,
    ABANDONED
  }

  private final ScriptQueue queue;
  private final Call<T> call;

  /** These belong to the worker; after {@link #begin} others may read the realm too. */
  private Realm realm;

  private Ran ran;
  private Conversion<T> conversion;
  private ScriptFailure failure;

  private Allowance allowance;
  private Thread thread;
  private long allocatedBefore;
  private volatile long startedAt;
  private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
  private final CountDownLatch finished = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile ScriptFailure breach;

  /** As the watchdog first saw it: asking at the start of each run would cost too much. */
  private volatile long cpuBefore = UNKNOWN;

  /**
   * @param realm null when a new one has to be opened
   */
  Run(ScriptQueue queue, Call<T> call, Realm realm) {
    this.queue = queue;
    this.call = call;
    this.realm = realm;
  }

  ScriptQueue queue() {
    return queue;
  }

  /** Whom the message came from. */
  String source() {
    return call.source();
  }

  Realm realm() {
    return realm;
  }

  /**
   * Has the script called; what became of it is kept here. For the worker, as all down to {@link
   * #fail}.
   *
   * @param budget what the host allows a call
   */
  void perform(Runner runner, ConverterLimits.Budget budget) {
    Judge judge = queue.judge();
    try {
      judge.check(source());
      ScriptArguments arguments = call.arguments();
      checkSize(arguments);
      boolean first = open();
      Allowance granted = judge.allowance(queue.language().budget(budget, first));
      long begun = System.nanoTime();
      ran = runner.run(this, arguments, granted);
      failure = ran.failure();
      if (!isAbandoned()) {
        long wall = System.nanoTime() - begun;
        call.took(wall, ran.nanos() >= 0 ? ran.nanos() : wall);
      }
      if (failure == null && !isAbandoned()) {
        conversion = new Conversion<>(read(ran.result()), ran.result(), call.metadata());
      }
    } catch (ScriptFailure e) {
      failure = e;
    } catch (OutOfMemoryError e) {
      // Of the host's own doing: what the script fills is caught where it runs.
      failure = new ScriptFailure(Kind.OVERLOADED, "There is no memory for this message now");
    } catch (RuntimeException | Error e) {
      log.error("Converter '{}': unexpected failure of the script engine", queue.name(), e);
      failure = new ScriptFailure(Kind.INTERNAL, "The script engine failed: " + e);
    }
  }

  private void checkSize(ScriptArguments arguments) {
    int max = queue.language().sizes().arguments();
    if (arguments.size() > max) {
      throw new ScriptFailure(
          Kind.SIZE,
          "Script input arguments exceed maximum allowed total args size of " + max + " symbols");
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
    queue.language().warmUp();
    realm = queue.script().open();
    return true;
  }

  private List<T> read(ScriptResult result) {
    try {
      return call.read(result);
    } catch (ScriptFailure e) {
      throw result == null || e.kind() != Kind.RESULT ? e : e.of(result);
    }
  }

  /** Tells the judge of the script what became of it. */
  void judge() {
    if (failure != null) {
      queue.judge().failed(failure, source(), ran == null ? 0 : Math.max(0, ran.nanos()));
    } else if (ran.nanos() >= 0) {
      queue.judge().succeeded(ran.nanos());
    }
  }

  /** The realm for another run; null when there is none. Closes one that may be damaged. */
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

  void answer() {
    if (failure != null) {
      fail(queue.direction().told(failure));
    } else {
      call.complete(conversion);
    }
  }

  void fail(ScriptFailure reason) {
    call.fail(reason.of(queue.name()));
  }

  /**
   * The script starts now, on this thread; the caller makes the run known to the watchdog.
   *
   * @param allocated bytes by this thread so far
   */
  void begin(Allowance granted, long allocated) {
    allowance = granted;
    allocatedBefore = allocated;
    thread = Thread.currentThread();
    startedAt = System.nanoTime();
  }

  Thread thread() {
    return thread;
  }

  long elapsedNanos() {
    return System.nanoTime() - startedAt;
  }

  /** The process stood still for so long, as after a signal: that is not the script's time. */
  void stoodStill(long nanos) {
    startedAt = Math.min(System.nanoTime(), startedAt + nanos);
  }

  long allocatedBefore() {
    return allocatedBefore;
  }

  Allowance allowance() {
    return allowance;
  }

  /** The watchdog sees the run, first or again; returns the processor time since it first did. */
  long seen(long cpuNow) {
    if (cpuBefore == UNKNOWN) {
      cpuBefore = cpuNow;
    }
    return cpuNow - cpuBefore;
  }

  /** Whether the watchdog ever saw it; a run that it did not was short. */
  boolean isSeen() {
    return cpuBefore != UNKNOWN;
  }

  /**
   * Nanoseconds of processor time; for the thread that runs it. On the wall for a run so short that
   * the watchdog never saw it.
   */
  long cpuNanos(long cpuNow) {
    long before = cpuBefore;
    return before == UNKNOWN ? elapsedNanos() : cpuNow - before;
  }

  /** The script goes on for ever: counted as far as it came. */
  void countAbandoned() {
    long elapsed = elapsedNanos();
    call.took(elapsed, elapsed);
  }

  /** Why it was stopped; null when it was not. */
  ScriptFailure breach() {
    return breach;
  }

  /** Whether the stopper has answered the message and given the worker's place back. */
  boolean isAbandoned() {
    return state.get() == State.ABANDONED;
  }

  /** True for the one caller who now has to stop it. */
  boolean stop(ScriptFailure why) {
    if (!state.compareAndSet(State.RUNNING, State.STOPPING)) {
      return false;
    }
    breach = why;
    return true;
  }

  /**
   * Called by the worker when the script has ended. Waits until nobody interrupts this thread any
   * more.
   *
   * @param patienceMillis for that wait
   */
  void finish(long patienceMillis) {
    if (state.compareAndSet(State.RUNNING, State.FINISHED)
        || !state.compareAndSet(State.STOPPING, State.FINISHED)) {
      return;
    }
    finished.countDown();
    await(stopped, patienceMillis);
    if (Thread.interrupted()) {
      log.debug("An interrupt meant for the script of '{}' came late", queue.name());
    }
  }

  /** Nobody could be found to stop it: it goes on, and may be stopped later. */
  void notStopped() {
    breach = null;
    if (!state.compareAndSet(State.STOPPING, State.RUNNING)) {
      stopped.countDown();
    }
  }

  /** Called by the stopper; whether the script has ended, which it waits for. */
  boolean isFinishedWithin(long patienceMillis) {
    return await(finished, patienceMillis);
  }

  /** Called by the stopper; true when the script is still running and nobody waits for it now. */
  boolean abandonUnlessFinished() {
    return state.compareAndSet(State.STOPPING, State.ABANDONED);
  }

  void stopperDone() {
    stopped.countDown();
  }

  private static boolean await(CountDownLatch latch, long millis) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (true) {
      try {
        return latch.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        // Meant for the script that has just ended.
      }
    }
  }
}
