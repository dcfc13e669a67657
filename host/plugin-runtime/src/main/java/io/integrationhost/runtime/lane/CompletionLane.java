package io.integrationhost.runtime.lane;

import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of a plugin that completes its stages, so that a plugin's continuations never run on
 * threads of the host. Many completions in a row wake it once. It is not the plugin's {@link Lane}:
 * a plugin that waits there for a stage would wait for itself.
 *
 * <p>The queue has no bound of its own; every completion in it stands for an uplink under way, and
 * those are bounded.
 */
public final class CompletionLane implements Executor {

  private static final Logger LOG = LoggerFactory.getLogger(CompletionLane.class);
  private static final long IDLE = Long.MIN_VALUE;

  private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();

  /** Whether the thread sleeps, or is about to, and nobody has woken it yet. */
  private final AtomicBoolean asleep = new AtomicBoolean();

  private final ClassLoader loader;
  private final Thread thread;
  private volatile boolean open = true;
  private volatile long busySince = IDLE;

  /** Failures that could not even be logged; of the lane's thread. */
  private int faults;

  /** A completion lane whose thread has this name and this context class loader. */
  public CompletionLane(String name, ClassLoader loader) {
    this.loader = loader;
    this.thread = new LaneThreads(name, loader).newThread(this::work);
    thread.start();
  }

  /** Runs a completion on the lane's thread, in the order of the calls; never blocks. */
  @Override
  public void execute(Runnable completion) {
    queue.add(completion);
    if (asleep.get() && asleep.compareAndSet(true, false)) {
      LockSupport.unpark(thread);
    }
  }

  private void work() {
    while (open || !queue.isEmpty()) {
      try {
        int completed = 0;
        for (Runnable next = queue.poll(); next != null; next = queue.poll()) {
          run(next);
          completed++;
        }
        if (completed > 1) {
          letOthersRun();
        }
        if (queue.isEmpty()) {
          sleep();
        }
      } catch (Throwable e) {
        // Out of memory, most likely: without this thread the plugin gets no receipt any more.
        faults++;
      }
    }
  }

  /** Where several come together more are about to: to sleep at once would only cost a wake-up. */
  @SuppressWarnings("ThreadPriorityCheck") // Nothing relies on it: it saves work where it works.
  private static void letOthersRun() {
    Thread.yield();
  }

  private void sleep() {
    asleep.set(true);
    // What was added before the flag was set has woken nobody.
    if (queue.isEmpty() && open) {
      LockSupport.park(this);
    }
    asleep.set(false);
    // Either close(), which the loop sees, or the plugin's own doing, which means nothing here.
    boolean unusedInterrupt = Thread.interrupted();
  }

  private void run(Runnable completion) {
    ContextLoader.set(Thread.currentThread(), loader);
    busySince = System.nanoTime();
    try {
      completion.run();
    } catch (Throwable e) {
      // As text: the object may belong to the plugin.
      LOG.error(
          "{}: a completion failed: {} ({} of them went unsaid before)",
          thread.getName(),
          e.getClass().getName(),
          faults);
      faults = 0;
    } finally {
      busySince = IDLE;
    }
  }

  /**
   * What holds this lane for longer than the given time, in words; then no receipt arrives any
   * more.
   */
  public Optional<String> stalled(Duration limit) {
    long since = busySince;
    long nanos = System.nanoTime() - since;
    return since == IDLE || nanos < limit.toNanos()
        ? Optional.empty()
        : Optional.of(
            "a continuation of a receipt holds thread '"
                + thread.getName()
                + "' for "
                + Duration.ofNanos(nanos).toSeconds()
                + " s, so that no receipt arrives; it stands "
                + Threads.position(thread));
  }

  Thread thread() {
    return thread;
  }

  /** Finishes what waits, within the given time, and ends the thread. */
  public void close(Duration patience) {
    execute(() -> open = false);
    if (!Threads.join(thread, patience)) {
      open = false;
      queue.clear();
      thread.interrupt();
      Threads.join(thread, Duration.ofSeconds(1));
    }
    queue.clear();
  }
}
