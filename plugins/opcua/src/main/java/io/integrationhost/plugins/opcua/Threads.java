package io.integrationhost.plugins.opcua;

import io.integrationhost.kit.transport.Kit;
import io.netty.channel.EventLoopGroup;
import io.netty.util.HashedWheelTimer;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.milo.opcua.stack.core.Stack;
import org.eclipse.milo.opcua.stack.transport.client.tcp.OpcTcpClientTransportConfigBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All threads of the plugin, the library's too: there from the first transport's start until the
 * last one's stop. The library's own, which are static and which nobody ends, are never made by a
 * client. Thread-safe.
 */
final class Threads implements ThreadFactory, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Threads.class);
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);
  private static final int LOOPS = 2;

  /**
   * What connections share.
   *
   * @param executor runs what the library calls back; a thread for each that waits
   */
  record Shared(
      EventLoopGroup loops,
      ExecutorService executor,
      ScheduledExecutorService scheduler,
      HashedWheelTimer timer) {

    /** Has a client of the library use these and make none of its own. */
    void configure(OpcTcpClientTransportConfigBuilder builder) {
      builder
          .setEventLoop(loops)
          .setExecutor(executor)
          .setScheduledExecutor(scheduler)
          .setWheelTimer(timer);
    }
  }

  private final List<Thread> threads = new ArrayList<>();
  private final AtomicInteger number = new AtomicInteger();
  private Optional<Shared> shared = Optional.empty();
  private int users;

  @Override
  public Thread newThread(Runnable task) {
    var thread = new Thread(task, "plugin-opcua-" + number.incrementAndGet());
    thread.setDaemon(true);
    thread.setContextClassLoader(Threads.class.getClassLoader());
    synchronized (threads) {
      threads.removeIf(former -> former.getState() == Thread.State.TERMINATED);
      threads.add(thread);
    }
    return thread;
  }

  /** For one more connection, which {@linkplain #release() gives it back}. */
  synchronized Shared acquire() {
    if (shared.isEmpty()) {
      var scheduler = new ScheduledThreadPoolExecutor(1, this);
      scheduler.setRemoveOnCancelPolicy(true);
      shared =
          Optional.of(
              new Shared(
                  Kit.loops(LOOPS, this),
                  new ThreadPoolExecutor(
                      0,
                      Integer.MAX_VALUE,
                      10,
                      TimeUnit.SECONDS,
                      new SynchronousQueue<>(),
                      this,
                      // What the library still wants to say after the end nobody hears.
                      new ThreadPoolExecutor.DiscardPolicy()),
                  scheduler,
                  new HashedWheelTimer(this)));
    }
    users++;
    return shared.get();
  }

  /** One connection has ended. Does not wait. */
  void release() {
    Optional<Shared> last = Optional.empty();
    synchronized (this) {
      users--;
      if (users == 0) {
        last = shared;
        shared = Optional.empty();
      }
    }
    last.ifPresent(Threads::end);
  }

  private static void end(Shared last) {
    last.scheduler().shutdownNow();
    last.executor().shutdown();
    var unused = last.loops().shutdownGracefully(0, 2, TimeUnit.SECONDS);
    last.timer().stop();
  }

  /** Waits for all threads, some seconds at most; those that do not end keep the plugin loaded. */
  @Override
  public void close() {
    // What a simulated server made.
    Stack.releaseSharedResources(1, TimeUnit.SECONDS);
    long end = System.nanoTime() + PATIENCE;
    List<Thread> last;
    synchronized (threads) {
      last = List.copyOf(threads);
    }
    try {
      for (Thread each : last) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (each.isAlive() && each != Thread.currentThread()) {
          each.join(Math.max(1, left));
        }
      }
      GlobalEventExecutor.INSTANCE.awaitInactivity(2, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IllegalStateException e) {
      log.debug("Netty's own thread was never started", e);
    } finally {
      // What Netty left on this thread of the host would keep the plugin's classes alive.
      FastThreadLocal.removeAll();
    }
    List<String> left = last.stream().filter(Thread::isAlive).map(Thread::getName).toList();
    if (!left.isEmpty()) {
      log.warn("plugin opcua: threads did not end: {}", left);
    }
  }
}
