package io.integrationhost.plugins.coap;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that serve devices, and one for timers. What comes from one address is served by one
 * thread, in its order: what a task hands over to be run is run by the thread of the task.
 * Thread-safe.
 */
final class Threads extends ScheduledThreadPoolExecutor {

  private static final int THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());

  private final List<Lane> lanes = new ArrayList<>(THREADS);
  private final AtomicInteger next = new AtomicInteger();

  /** Whose thread it is, or for whom it hands something over. A static one outlives the plugin. */
  @SuppressWarnings("ThreadLocalUsage")
  private final ThreadLocal<Lane> own = new ThreadLocal<>();

  Threads() {
    super(1);
    setThreadFactory(task -> thread(task, "plugin-coap-timer"));
    // What the library still wants to repeat when all ports are closed reaches nobody.
    setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    setRemoveOnCancelPolicy(true);
    for (int number = 1; number <= THREADS; number++) {
      lanes.add(new Lane("plugin-coap-" + number));
    }
  }

  private static Thread thread(Runnable task, String name) {
    var thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** One thread. */
  private final class Lane extends ThreadPoolExecutor {
    Lane(String name) {
      super(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
      setThreadFactory(
          task ->
              thread(
                  () -> {
                    own.set(this);
                    task.run();
                  },
                  name));
      setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }
  }

  @Override
  public void execute(Runnable task) {
    Lane lane = own.get();
    if (lane == null) {
      lane = lanes.get(Math.floorMod(next.getAndIncrement(), THREADS));
    }
    lane.execute(task);
  }

  /**
   * Hands over what came from an address.
   *
   * @param most tasks that may wait for its thread
   * @param handing what hands it over to {@link #execute}, at once
   * @return whether it was: false when more wait
   */
  boolean hand(Object address, int most, Runnable handing) {
    Lane lane = lanes.get(Math.floorMod(address.hashCode(), THREADS));
    if (lane.getQueue().size() >= most) {
      return false;
    }
    own.set(lane);
    try {
      handing.run();
    } finally {
      own.remove();
    }
    return true;
  }

  @Override
  public void shutdown() {
    super.shutdown();
    lanes.forEach(ThreadPoolExecutor::shutdown);
  }

  /** Ends what runs, and waits for it. */
  void end(long patienceSeconds) {
    shutdownNow();
    lanes.forEach(ThreadPoolExecutor::shutdownNow);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(patienceSeconds);
    try {
      var unused = awaitTermination(patienceSeconds, TimeUnit.SECONDS);
      for (Lane lane : lanes) {
        unused = lane.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
