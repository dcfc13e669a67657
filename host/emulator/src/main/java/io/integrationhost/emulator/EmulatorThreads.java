package io.integrationhost.emulator;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** All threads of an emulator, made here and nowhere else. */
final class EmulatorThreads implements AutoCloseable {
  private static final int CLOSE_SECONDS = 5;

  /** Its queue is bounded by the open streams: gRPC queues one task per stream. */
  private final ExecutorService calls;

  private final ScheduledExecutorService scheduler;
  private final EventLoopGroup acceptor;
  private final EventLoopGroup io;

  EmulatorThreads() {
    int processors = Runtime.getRuntime().availableProcessors();
    calls = Executors.newFixedThreadPool(Math.max(4, processors), named("emulator-call"));
    scheduler = Executors.newSingleThreadScheduledExecutor(named("emulator-answers"));
    acceptor =
        new MultiThreadIoEventLoopGroup(1, named("emulator-accept"), NioIoHandler.newFactory());
    io =
        new MultiThreadIoEventLoopGroup(
            processors, named("emulator-io"), NioIoHandler.newFactory());
  }

  ExecutorService calls() {
    return calls;
  }

  ScheduledExecutorService scheduler() {
    return scheduler;
  }

  EventLoopGroup acceptor() {
    return acceptor;
  }

  EventLoopGroup io() {
    return io;
  }

  @Override
  public void close() {
    var unusedAcceptor = acceptor.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
    var unusedIo = io.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
    scheduler.shutdownNow();
    calls.shutdown();
    try {
      if (!calls.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        calls.shutdownNow();
      }
      unusedIo.await(CLOSE_SECONDS, TimeUnit.SECONDS);
      unusedAcceptor.await(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      calls.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private static ThreadFactory named(String prefix) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, prefix + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
