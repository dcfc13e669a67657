package io.integrationhost.kit.transport;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
  private static final long QUIET_MS = 50;
  private static final int MOST_NAMES = 1_000;

  private final String name;
  private final String computingName;
  private Optional<ExecutorService> computing = Optional.empty();
  private final String namesName;
  private Optional<ExecutorService> names = Optional.empty();
  private EventLoopGroup group;
  private EventLoopGroup ending;
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
    if (group == null) {
      int threads = Math.max(2, Math.min(4, Runtime.getRuntime().availableProcessors() / 2));
      group =
          new MultiThreadIoEventLoopGroup(
              threads, new DefaultThreadFactory(name, true), NioIoHandler.newFactory());
    }
    users++;
    return group;
  }

  /** Computes what takes long in TLS handshakes. */
  synchronized Executor computing() {
    if (computing.isEmpty() || computing.get().isShutdown()) {
      computing =
          Optional.of(
              Executors.newFixedThreadPool(2, new DefaultThreadFactory(computingName, true)));
    }
    return computing.get();
  }

  /** Looks names up, which blocks. */
  synchronized Executor lookingUp() {
    if (names.isEmpty() || names.get().isShutdown()) {
      var threads =
          new ThreadPoolExecutor(
              2,
              2,
              30,
              TimeUnit.SECONDS,
              new ArrayBlockingQueue<>(MOST_NAMES),
              new DefaultThreadFactory(namesName, true));
      threads.allowCoreThreadTimeOut(true);
      names = Optional.of(threads);
    }
    return names.get();
  }

  /** One transport has stopped. */
  synchronized void release() {
    users--;
    if (users == 0) {
      end();
    }
  }

  /** Without a quiet period a loop that is busy right now would end without closing its sockets. */
  private void end() {
    computing.ifPresent(ExecutorService::shutdown);
    computing = Optional.empty();
    names.ifPresent(ExecutorService::shutdownNow);
    names = Optional.empty();
    if (group != null) {
      var unused = group.shutdownGracefully(QUIET_MS, WAIT_SECONDS * 1000, TimeUnit.MILLISECONDS);
      ending = group;
      group = null;
    }
  }

  /** Ends all threads; waits for them, a few seconds at most. */
  void close() {
    EventLoopGroup last;
    synchronized (this) {
      closed = true;
      end();
      last = ending;
      ending = null;
    }
    if (last == null) {
      return;
    }
    try {
      if (!last.awaitTermination(WAIT_SECONDS, TimeUnit.SECONDS)) {
        log.warn("threads {}-... did not end in {} s", name, WAIT_SECONDS);
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

  /** Netty reports ended groups on a thread of its own, which lingers for a second. */
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
