package io.integrationhost.bench;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** The threads of the benchmark, made here and nowhere else. */
final class BenchThread {

  /** How the names of all of them begin. */
  static final String PREFIX = "bench-";

  private static final long PATIENCE_MILLIS = 10_000;
  private static final int DELIVERY = 2;

  private final Thread thread;

  private BenchThread(Thread thread) {
    this.thread = thread;
  }

  static BenchThread start(String name, Runnable work) {
    Thread thread = named(name, work);
    thread.start();
    return new BenchThread(thread);
  }

  /** As many threads as the host delivers with. */
  static ScheduledExecutorService delivery() {
    AtomicInteger count = new AtomicInteger();
    return new ScheduledThreadPoolExecutor(
        DELIVERY, work -> named("delivery-" + count.incrementAndGet(), work));
  }

  /** Waits for the end, which somebody else has asked for; a parked thread looks again. */
  void join() {
    LockSupport.unpark(thread);
    try {
      thread.join(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      throw new BenchException("thread " + thread.getName() + " does not end");
    }
  }

  private static Thread named(String name, Runnable work) {
    Thread thread = new Thread(work, PREFIX + name);
    thread.setDaemon(true);
    return thread;
  }
}
