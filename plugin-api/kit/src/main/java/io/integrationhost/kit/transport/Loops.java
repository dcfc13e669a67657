package io.integrationhost.kit.transport;

import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that serve all connections of a plugin: there from the first transport's start until
 * the last one's stop. The only place that makes any. Thread-safe.
 */
final class Loops {

  private static final Logger log = LoggerFactory.getLogger(Loops.class);
  private static final long WAIT_SECONDS = 5;
  private static final int MOST_NAMES = 1_000;

  private final String name;
  private final String computingName;
  private final String namesName;
  private final List<Thread> threads = new ArrayList<>();
  private Optional<ExecutorService> computing = Optional.empty();
  private Optional<ExecutorService> names = Optional.empty();
  private Optional<EventLoopGroup> group = Optional.empty();
  private int users;
  private boolean closed;

  Loops(String pluginId) {
    this.name = "plugin-" + pluginId + "-io";
    this.namesName = "plugin-" + pluginId + "-names";
    this.computingName = "plugin-" + pluginId + "-tls";
  }

  /** The threads, for one more transport, which {@linkplain #release() gives them back}. */
  synchronized EventLoopGroup acquire() {
    if (closed) {
      throw new IllegalStateException("the plugin is closed (" + name + ")");
    }
    if (group.isEmpty()) {
      int count = Math.max(2, Math.min(4, Runtime.getRuntime().availableProcessors() / 2));
      group = Optional.of(new EndingLoops(count, threads(name)));
    }
    users++;
    return group.get();
  }

  /** Computes what takes long in TLS handshakes. */
  synchronized Executor computing() {
    if (computing.isEmpty() || computing.get().isShutdown()) {
      computing = Optional.of(Executors.newFixedThreadPool(2, threads(computingName)));
    }
    return computing.get();
  }

  /** Looks names up, which blocks. */
  synchronized Executor lookingUp() {
    if (names.isEmpty() || names.get().isShutdown()) {
      var two =
          new ThreadPoolExecutor(
              2, 2, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_NAMES), threads(namesName));
      two.allowCoreThreadTimeOut(true);
      names = Optional.of(two);
    }
    return names.get();
  }

  private ThreadFactory threads(String prefix) {
    var factory = new DefaultThreadFactory(prefix, true);
    return task -> {
      Thread thread = factory.newThread(task);
      synchronized (this) {
        threads.removeIf(former -> former.getState() == Thread.State.TERMINATED);
        threads.add(thread);
      }
      return thread;
    };
  }

  /** One transport has stopped. */
  synchronized void release() {
    users--;
    if (users == 0) {
      end();
    }
  }

  private void end() {
    computing.ifPresent(ExecutorService::shutdown);
    computing = Optional.empty();
    names.ifPresent(ExecutorService::shutdownNow);
    names = Optional.empty();
    group.ifPresent(
        loops -> {
          var unused = loops.shutdownGracefully(0, WAIT_SECONDS, TimeUnit.SECONDS);
        });
    group = Optional.empty();
  }

  /** Ends all threads; waits for them, a few seconds at most. */
  void close() {
    List<Thread> last;
    synchronized (this) {
      closed = true;
      end();
      last = List.copyOf(threads);
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    try {
      for (Thread each : last) {
        awaitEnd(each, end - System.nanoTime());
      }
      awaitNettysOwnThread();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      log.warn("interrupted while waiting for the threads {}-... to end", name);
    } finally {
      // What Netty left on this thread of the host would keep the plugin's classes alive.
      FastThreadLocal.removeAll();
    }
  }

  private static void awaitEnd(Thread thread, long nanos) throws InterruptedException {
    if (thread != Thread.currentThread()) {
      thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)));
      if (thread.isAlive()) {
        log.warn("thread {} did not end in {} s", thread.getName(), WAIT_SECONDS);
      }
    }
  }

  /**
   * Netty tells what belongs to no loop on a thread of its own, which lingers for a second. Only a
   * channel that could not be made needs it here.
   */
  private void awaitNettysOwnThread() throws InterruptedException {
    try {
      if (!GlobalEventExecutor.INSTANCE.awaitInactivity(WAIT_SECONDS, TimeUnit.SECONDS)) {
        log.warn("Netty's own thread (globalEventExecutor) did not end; {}", name);
      }
    } catch (IllegalStateException neverStarted) {
      log.trace("no thread to wait for", neverStarted);
    }
  }
}
