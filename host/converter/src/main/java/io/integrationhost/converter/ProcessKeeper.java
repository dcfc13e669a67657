package io.integrationhost.converter;

import io.integrationhost.converter.ConverterException.Kind;
import io.integrationhost.converter.process.Answer;
import io.integrationhost.converter.process.Order;
import io.integrationhost.converter.process.ProcessCommand;
import io.integrationhost.converter.process.ScriptProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that there is a process while it is needed: starts one, and another when that has
 * ended, later and later when they end soon. Thread safe.
 */
final class ProcessKeeper implements ScriptProcess.Listener {
  private static final Logger log = LoggerFactory.getLogger(ProcessKeeper.class);
  private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(10);

  /** One that lived so long did not end because of what it is. */
  private static final long LONG_LIFE = TimeUnit.SECONDS.toNanos(60);

  private static final long UNUSED = TimeUnit.SECONDS.toNanos(30);

  /**
   * Within which a call waits for a process; then its message is refused for now. Longer than it
   * takes to find that none can be started, since many may start at once on a small machine.
   */
  private static final long PATIENCE = TimeUnit.MINUTES.toNanos(5);

  /** For so long a process yields to all others after a script had one killed. */
  private static final long BLAME = TimeUnit.MINUTES.toNanos(5);

  private static final long USUAL_START = TimeUnit.SECONDS.toNanos(5);
  private static final int HOPELESS = 3;

  private static final ThreadFactory KEEPER_THREADS =
      task -> Threads.create("converter-process", task);

  private final String name;
  private final ProcessCommand command;
  private final Order.Setup setup;
  private final int maxAnswer;
  private final Runnable wake;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private ProcessSession session;
  private boolean wanted;
  private boolean closed;
  private int quickEnds;
  private int failedStarts;
  private long notBefore;
  private long usedAt = System.nanoTime();
  private Optional<Long> blamedAt = Optional.empty();
  private volatile String trouble;

  /**
   * @param name for people
   * @param delay before the first process is started
   * @param wake has {@link #look} called soon
   */
  ProcessKeeper(
      String name,
      ProcessCommand command,
      Order.Setup setup,
      int maxAnswer,
      Duration delay,
      Runnable wake) {
    this.name = name;
    this.notBefore = System.nanoTime() + delay.toNanos();
    this.command = command;
    this.setup = setup;
    this.maxAnswer = maxAnswer;
    this.wake = wake;
  }

  /** Why there is no process although one is needed; absent when there is, or will be soon. */
  Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  /** A process is needed from now on. */
  void want() {
    lock.lock();
    try {
      wanted = true;
      usedAt = System.nanoTime();
    } finally {
      lock.unlock();
    }
    wake.run();
  }

  /**
   * The present process; waits until there is one.
   *
   * @throws ScriptFailure when there is none for now, or never again
   */
  ProcessSession session() {
    long deadline = System.nanoTime() + PATIENCE;
    lock.lock();
    try {
      usedAt = System.nanoTime();
      while (session == null || !session.isUsable()) {
        if (closed) {
          throw new ScriptFailure(Kind.CLOSED, "The converter engine is closed");
        }
        long left = deadline - System.nanoTime();
        if (left <= 0 || trouble != null) {
          throw new ScriptFailure(
              Kind.OVERLOADED,
              "There is no process for the scripts of "
                  + name
                  + " now; another one is started"
                  + (trouble == null ? "" : " (" + trouble + ")"));
        }
        if (!wanted) {
          wanted = true;
          wake.run();
        }
        try {
          var unused = changed.awaitNanos(left);
        } catch (InterruptedException e) {
          log.debug("interrupted; that all ends is told by the flag", e);
        }
      }
      return session;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Starts what is missing and ends what is late or not needed; called at intervals by one thread.
   *
   * @param unused whether no converter is left that could need it
   * @param mayStart whether not too many others are starting
   * @return whether a process was started, which takes a while
   */
  boolean look(boolean unused, boolean mayStart) {
    long now = System.nanoTime();
    lock.lock();
    try {
      if (session != null) {
        session.look(now);
        if (unused && !session.isBusy() && now - usedAt > UNUSED) {
          wanted = false;
          session.finish();
        }
        return false;
      }
      if (closed || !wanted || !mayStart || now - notBefore < 0) {
        return false;
      }
      start();
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void start() {
    try {
      ScriptProcess process =
          ScriptProcess.start(
              name, isBlamed() ? command.yielding() : command, maxAnswer, KEEPER_THREADS, this);
      session = new ProcessSession(process);
      session.send(setup);
      log.info("Scripts of {} run in process {}", name, process.pid());
    } catch (IOException | OutOfMemoryError e) {
      failed("it cannot be started: " + e.getMessage());
    }
  }

  /** A script had the process ended: the next one is not to take time from innocent scripts. */
  void blame() {
    lock.lock();
    try {
      blamedAt = Optional.of(System.nanoTime());
    } finally {
      lock.unlock();
    }
  }

  private boolean isBlamed() {
    long now = System.nanoTime();
    return blamedAt.filter(at -> now - at < BLAME).isPresent();
  }

  private void failed(String why) {
    failedStarts++;
    pause();
    if (failedStarts >= HOPELESS) {
      trouble = "a process for the scripts of " + name + " cannot be started: " + why;
      log.error("{}; trying again", trouble);
      changed.signalAll();
    }
  }

  private void pause() {
    long pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE << Math.min(quickEnds, 10));
    quickEnds++;
    notBefore = System.nanoTime() + pause;
  }

  @Override
  public void answered(ScriptProcess process, Answer answer) {
    ProcessSession present;
    lock.lock();
    try {
      present = session;
      if (present == null || !present.is(process)) {
        throw new IllegalStateException("it should have ended");
      }
      if (answer instanceof Answer.Ready) {
        present.nowReady();
        failedStarts = 0;
        trouble = null;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
    if (answer instanceof Answer.OfCall call) {
      present.answered(call);
    }
  }

  @Override
  public void ended(ScriptProcess process, String how, boolean killed) {
    ProcessSession former;
    lock.lock();
    try {
      former = session;
      if (former == null || !former.is(process)) {
        return;
      }
      session = null;
      if (closed || !wanted) {
        log.info("Process {} for scripts of {} has ended", process.pid(), name);
      } else if (!former.isReady()) {
        failed(how);
      } else {
        quickEnds = former.ageNanos() > LONG_LIFE ? 0 : quickEnds;
        pause();
        log.warn(
            "Process {} for scripts of {} has ended: {}; another one is started",
            process.pid(),
            name,
            how);
      }
    } finally {
      lock.unlock();
    }
    former.ended(how, killed);
    wake.run();
  }

  /** Ends the process, and has all that wait for one fail. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
      if (session != null) {
        session.kill("the host stops");
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether a process was started that cannot be used yet, but will soon. */
  boolean isStarting() {
    lock.lock();
    try {
      return session != null && !session.isReady() && session.ageNanos() < USUAL_START;
    } finally {
      lock.unlock();
    }
  }

  boolean isBusy() {
    lock.lock();
    try {
      return session != null && session.isBusy();
    } finally {
      lock.unlock();
    }
  }

  /** The process that runs now; absent when none does. */
  Optional<Long> pid() {
    lock.lock();
    try {
      return Optional.ofNullable(session).map(ProcessSession::pid);
    } finally {
      lock.unlock();
    }
  }
}
