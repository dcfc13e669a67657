package io.integrationhost.converter;

import com.sun.management.ThreadMXBean;
import io.integrationhost.converter.ConverterException.Kind;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that keeps every run within its time and memory. */
final class Watchdog implements Runnable {
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(3);
  private static final long SLEEP_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int IDLE_TICKS = 100;

  /** Between two looks: longer than the longest sleep and any load. */
  private static final long STOOD_STILL_NANOS = 3 * SLEEP_NANOS;

  private static final Logger log = LoggerFactory.getLogger(Watchdog.class);

  private final Workers workers;
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Thread thread = Threads.create("converter-watchdog", this);
  private long lookedAt = System.nanoTime();
  private volatile boolean asleep;
  private volatile boolean closed;

  Watchdog(Workers workers) {
    this.workers = workers;
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

  @Override
  public void run() {
    int idle = 0;
    while (!closed) {
      idle = watchSafely() ? 0 : idle + 1;
      if (idle < IDLE_TICKS) {
        LockSupport.parkNanos(this, TICK_NANOS);
      } else {
        asleep = true;
        // A run that began before the flag was set would not wake us.
        if (!watchSafely()) {
          LockSupport.parkNanos(this, SLEEP_NANOS);
        }
        asleep = false;
      }
    }
  }

  /** Nothing may end the watch, not even that the process runs out of memory or threads. */
  private boolean watchSafely() {
    try {
      return watch();
    } catch (Throwable e) {
      complain(e);
      return true;
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

  private boolean watch() {
    long now = System.nanoTime();
    long still = now - lookedAt;
    lookedAt = now;
    if (still > STOOD_STILL_NANOS) {
      return afterStandingStill(still);
    }
    boolean busy = workers.refill();
    for (ThreadRunner runner : workers.active()) {
      Run<?> run = runner.current();
      if (run != null) {
        busy = true;
        ScriptFailure breach = breach(run);
        if (breach != null) {
          workers.stop(run, breach);
        }
      }
    }
    return busy;
  }

  private boolean afterStandingStill(long nanos) {
    for (ThreadRunner runner : workers.active()) {
      Run<?> run = runner.current();
      if (run != null) {
        run.stoodStill(nanos);
      }
    }
    return true;
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
