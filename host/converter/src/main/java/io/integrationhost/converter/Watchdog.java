package io.integrationhost.converter;

import com.sun.management.ThreadMXBean;
import io.integrationhost.converter.ConverterException.Kind;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that keeps every run within its time and memory. It looks often only at runs that last
 * already; nearly all are over before its first look. While none begins, it sleeps.
 */
final class Watchdog implements Runnable {
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(3);
  private static final long LONGEST_PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(25);
  private static final long SLEEP_NANOS = TimeUnit.SECONDS.toNanos(1);

  /**
   * What the fastest script allocates in a nanosecond, and more: by its memory it is first seen.
   */
  private static final long BYTES_PER_NANO = 4;

  /** A part of the time that a run has, so that it is not noticed much too late. */
  private static final long PART = 4;

  /** Between two looks: longer than the longest sleep and any load. */
  private static final long STOOD_STILL_NANOS = 3 * SLEEP_NANOS;

  private static final Logger log = LoggerFactory.getLogger(Watchdog.class);

  private final Workers workers;
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Thread thread = Threads.create("converter-watchdog", this);
  private final long paceNanos;
  private long lookedAt = System.nanoTime();
  private volatile boolean asleep;
  private volatile boolean closed;

  Watchdog(Workers workers, ConverterLimits limits) {
    this.workers = workers;
    this.paceNanos = pace(limits);
  }

  /** Before the first look at a run: none can have used up its time or memory by then. */
  private static long pace(ConverterLimits limits) {
    long time = Math.min(limits.budget().cpuTime().toNanos(), limits.tbel().cpuTime().toNanos());
    long pace = Math.min(time / PART, limits.budget().memory() / BYTES_PER_NANO);
    return Math.max(TICK_NANOS, Math.min(LONGEST_PACE_NANOS, pace));
  }

  void start() {
    thread.start();
  }

  void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  /** To be called after each start of a run; cheap. */
  void wake() {
    if (asleep) {
      LockSupport.unpark(thread);
    }
  }

  /** Bytes that the calling thread has allocated so far. */
  long allocated() {
    return threads.getCurrentThreadAllocatedBytes();
  }

  /** Nanoseconds of processor time that a run of the calling thread took so far. */
  long cpuNanos(Run<?> run) {
    return run.cpuNanos(threads.getCurrentThreadCpuTime());
  }

  /** Nanoseconds of processor time that a thread had in its life; negative when nobody knows. */
  long cpuNanos(Thread other) {
    return threads.getThreadCpuTime(other.getId());
  }

  @Override
  public void run() {
    while (!closed) {
      long pause = watchSafely();
      if (pause > 0) {
        LockSupport.parkNanos(this, pause);
      } else {
        sleep();
      }
    }
  }

  private void sleep() {
    asleep = true;
    // A run that began before the flag was set would not wake us.
    if (!workers.haveBegun() && !closed) {
      LockSupport.parkNanos(this, SLEEP_NANOS);
    }
    asleep = false;
    if (workers.takeBegun() && !closed) {
      LockSupport.parkNanos(this, paceNanos);
    }
  }

  /** Nothing may end the watch, not even that the process runs out of memory or threads. */
  private long watchSafely() {
    try {
      return watch();
    } catch (Throwable e) {
      complain(e);
      return TICK_NANOS;
    }
  }

  private static void complain(Throwable e) {
    try {
      log.error("The watchdog of the converters failed once; it goes on", e);
    } catch (Throwable again) {
      // Not even room for a line: the next look may find it.
      return;
    }
  }

  /** The time until the next look; zero when there is nothing to look at. */
  private long watch() {
    long now = System.nanoTime();
    long still = now - lookedAt;
    lookedAt = now;
    if (still > STOOD_STILL_NANOS) {
      return afterStandingStill(still);
    }
    boolean busy = workers.takeBegun();
    busy |= workers.refill();
    boolean lasting = false;
    for (ThreadRunner runner : workers.active()) {
      Run<?> run = runner.current();
      if (run != null) {
        busy = true;
        lasting |= run.elapsedNanos() >= TICK_NANOS;
        ScriptFailure breach = breach(run);
        if (breach != null) {
          workers.stop(run, breach);
        }
      }
    }
    return lasting ? TICK_NANOS : busy ? paceNanos : 0;
  }

  private long afterStandingStill(long nanos) {
    for (ThreadRunner runner : workers.active()) {
      Run<?> run = runner.current();
      if (run != null) {
        run.stoodStill(nanos);
      }
    }
    return TICK_NANOS;
  }

  private ScriptFailure breach(Run<?> run) {
    long id = run.thread().getId();
    ConverterLimits.Budget budget = run.allowance().budget();
    if (threads.getThreadAllocatedBytes(id) - run.allocatedBefore() > budget.memory()) {
      return new ScriptFailure(Kind.MEMORY, "Script memory overflow!");
    }
    long elapsed = run.elapsedNanos();
    long cpu = run.seen(threads.getThreadCpuTime(id));
    long allowed = budget.cpuTime().toNanos();
    if (elapsed > allowed && cpu > allowed) {
      return timeout(run.allowance().remark());
    }
    return elapsed > budget.wallTime().toNanos() ? timeout("") : null;
  }

  private static ScriptFailure timeout(String remark) {
    return new ScriptFailure(Kind.TIMEOUT, "Script timeout!" + remark);
  }
}
