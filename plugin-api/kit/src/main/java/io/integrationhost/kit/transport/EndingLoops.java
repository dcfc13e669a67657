package io.integrationhost.kit.transport;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.Promise;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

/** Event loops that end quickly and wake no thread that lingers. */
final class EndingLoops extends MultiThreadIoEventLoopGroup {

  EndingLoops(int count, ThreadFactory threads) {
    super(count, threads, NioIoHandler.newFactory());
  }

  @Override
  protected IoEventLoop newChild(Executor executor, IoHandlerFactory factory, Object... more) {
    return new Loop(this, executor, factory);
  }

  private static final class Loop extends SingleThreadIoEventLoop {

    /**
     * A group listens to the end of its loops. Netty's own promise would wake a thread for that,
     * common to all groups, which keeps the plugin's classes alive for a second.
     */
    private final Promise<Void> ended = new DefaultPromise<>(ImmediateEventExecutor.INSTANCE);

    private boolean looksOnceMore = true;

    Loop(IoEventLoopGroup group, Executor executor, IoHandlerFactory factory) {
      super(group, executor, factory);
    }

    @Override
    public Future<?> terminationFuture() {
      return ended;
    }

    @Override
    protected void run() {
      try {
        super.run();
      } finally {
        ended.trySuccess(null);
      }
    }

    /** A loop closes its sockets when it looks at them; one that was busy has not done so yet. */
    @Override
    protected boolean confirmShutdown() {
      if (looksOnceMore && isShuttingDown()) {
        looksOnceMore = false;
        // Something to do, or it would wait for its sockets.
        execute(() -> {});
        return false;
      }
      return super.confirmShutdown();
    }
  }
}
