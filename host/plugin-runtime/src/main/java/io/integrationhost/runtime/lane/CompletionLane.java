package io.integrationhost.runtime.lane;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of a plugin that completes its stages, so that a plugin's continuations never run on
 * threads of the host. Takes many completions per wake-up. It is not the plugin's {@link Lane}: a
 * plugin that waits there for a stage would wait for itself.
 *
 * <p>The queue has no bound of its own; every completion in it stands for an uplink under way, and
 * those are bounded.
 */
public final class CompletionLane implements Executor {

  private static final Logger LOG = LoggerFactory.getLogger(CompletionLane.class);
  private static final int BATCH = 1024;
  private static final long IDLE = Long.MIN_VALUE;

  private final LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
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
    if (!queue.offer(completion)) {
      throw new IllegalStateException("an unbounded queue refused an element");
    }
  }

  private void work() {
    ArrayDeque<Runnable> batch = new ArrayDeque<>(BATCH);
    while (open || !queue.isEmpty() || !batch.isEmpty()) {
      try {
        if (batch.isEmpty() && queue.drainTo(batch, BATCH) == 0) {
          batch.add(queue.take());
        }
        while (!batch.isEmpty()) {
          run(batch.remove());
        }
      } catch (InterruptedException e) {
        // Either close(), which the loop sees, or the plugin's own doing, which means nothing here.
      } catch (Throwable e) {
        // Out of memory, most likely: without this thread the plugin gets no receipt any more.
        faults++;
      }
    }
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
