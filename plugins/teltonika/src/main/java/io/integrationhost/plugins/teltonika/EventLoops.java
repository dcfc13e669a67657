package io.integrationhost.plugins.teltonika;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of the plugin; the only place that makes any. */
final class EventLoops implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EventLoops.class);
  private static final long WAIT_SECONDS = 5;
  private static final long QUIET_MS = 50;

  private EventLoopGroup accepting;
  private EventLoopGroup serving;
  private boolean closed;

  /** Accepts the connections of all transports. */
  synchronized EventLoopGroup accepting() {
    open();
    return accepting;
  }

  /** Serves the connections of all transports. */
  synchronized EventLoopGroup serving() {
    open();
    return serving;
  }

  private void open() {
    if (closed) {
      throw new IllegalStateException("the Teltonika plugin is closed");
    }
    if (accepting == null) {
      accepting = group("plugin-teltonika-accept", 1);
      serving =
          group("plugin-teltonika-io", Math.max(2, Runtime.getRuntime().availableProcessors()));
    }
  }

  private static EventLoopGroup group(String name, int threads) {
    return new MultiThreadIoEventLoopGroup(
        threads, new DefaultThreadFactory(name, true), NioIoHandler.newFactory());
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (accepting == null) {
      return;
    }
    var unused = shutDown(accepting);
    unused = shutDown(serving);
    try {
      boolean ended = accepting.awaitTermination(WAIT_SECONDS, TimeUnit.SECONDS);
      ended &= serving.awaitTermination(WAIT_SECONDS, TimeUnit.SECONDS);
      if (!ended) {
        log.warn(
            "threads of the Teltonika plugin (plugin-teltonika-...) did not end in {} s",
            WAIT_SECONDS);
      }
      awaitNettysOwnThread();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      log.warn("interrupted while waiting for the threads of the Teltonika plugin to end");
    } finally {
      // What Netty left on this thread of the host would keep the plugin's classes alive.
      FastThreadLocal.removeAll();
      accepting = null;
      serving = null;
    }
  }

  /** Without a quiet period a loop that is busy right now would end without closing its sockets. */
  private static Future<?> shutDown(EventLoopGroup group) {
    return group.shutdownGracefully(QUIET_MS, WAIT_SECONDS * 1000, TimeUnit.MILLISECONDS);
  }

  /** Netty reports ended groups on a thread of its own, which lingers for a second. */
  private static void awaitNettysOwnThread() throws InterruptedException {
    try {
      if (!GlobalEventExecutor.INSTANCE.awaitInactivity(WAIT_SECONDS, TimeUnit.SECONDS)) {
        log.warn("thread of the Teltonika plugin (globalEventExecutor) did not end");
      }
    } catch (IllegalStateException neverStarted) {
      log.trace("no thread to wait for", neverStarted);
    }
  }
}
