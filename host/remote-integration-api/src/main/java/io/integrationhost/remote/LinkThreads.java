package io.integrationhost.remote;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/** All threads of all links. */
final class LinkThreads implements AutoCloseable {
  private static final long CLOSE_SECONDS = 2;
  private static final int CALLBACKS = 2;

  private final EventLoopGroup network;
  private final ScheduledThreadPoolExecutor timer;
  private final ExecutorService callbacks;
  private final Executor nearby = this::callBack;
  private final ExecutorService workers;

  LinkThreads(int networkThreads) {
    network =
        new MultiThreadIoEventLoopGroup(
            networkThreads,
            new NamedThreads("link-network", NetworkThread::new),
            NioIoHandler.newFactory());
    timer = new ScheduledThreadPoolExecutor(1, new NamedThreads("link-timer"));
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    // gRPC queues at most one task per stream here, and its end, so the links bound the queue.
    callbacks = Executors.newFixedThreadPool(CALLBACKS, new NamedThreads("link-callback"));
    // At most one per listener and one per name lookup, so the number of links bounds them.
    workers = Executors.newCachedThreadPool(new NamedThreads("link-worker"));
  }

  EventLoopGroup network() {
    return network;
  }

  ScheduledExecutorService timer() {
    return timer;
  }

  /**
   * For gRPC's callbacks, which are short: they run on the network's thread that brings them. What
   * another thread brings, or a callback itself, runs apart: its caller may hold locks.
   */
  Executor callbacks() {
    return nearby;
  }

  /** For what a callback has to do that is not that short, but does not block either. */
  Executor apart() {
    return callbacks;
  }

  private void callBack(Runnable callback) {
    if (!(Thread.currentThread() instanceof NetworkThread network) || network.isCalling) {
      callbacks.execute(callback);
      return;
    }
    network.isCalling = true;
    try {
      callback.run();
    } finally {
      network.isCalling = false;
    }
  }

  /** For listeners and name lookups, which may block. */
  ExecutorService workers() {
    return workers;
  }

  @Override
  public void close() {
    network
        .shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS)
        .awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    timer.shutdown();
    callbacks.shutdown();
    workers.shutdown();
  }

  /** A thread of the network, which knows whether it runs a callback. */
  private static final class NetworkThread extends Thread {
    private boolean isCalling;

    NetworkThread(Runnable task, String name) {
      super(task, name);
    }
  }

  /** Makes daemon threads with a name and a number. */
  private static final class NamedThreads implements ThreadFactory {
    private final String name;
    private final BiFunction<Runnable, String, Thread> making;
    private final AtomicInteger count = new AtomicInteger();

    NamedThreads(String name) {
      this(name, Thread::new);
    }

    NamedThreads(String name, BiFunction<Runnable, String, Thread> making) {
      this.name = name;
      this.making = making;
    }

    @Override
    public Thread newThread(Runnable task) {
      Thread thread = making.apply(task, name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    }
  }
}
