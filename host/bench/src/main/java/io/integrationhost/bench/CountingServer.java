package io.integrationhost.bench;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.integrationhost.emulator.EmulatedIntegration;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * A server for load: it accepts integrations, counts what their messages say about devices and
 * assets, and answers every message at once with success. It has one thread, costs little, and has
 * none of the {@link io.integrationhost.emulator.Emulator}'s rules. Thread-safe.
 */
public final class CountingServer implements AutoCloseable {
  private static final int STOP_SECONDS = 5;

  private final CountingThread thread = new CountingThread();
  private final LongAdder items = new LongAdder();
  private final LongAdder wireBytes = new LongAdder();
  private final Server server;

  private CountingServer(
      Collection<EmulatedIntegration> integrations, boolean decoding, ArrivalListener listener) {
    ArrivalListener counting =
        arrived -> {
          items.add(arrived);
          listener.arrived(arrived);
        };
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .channelFactory(() -> new MeteredServerChannel(wireBytes))
            .bossEventLoopGroup(thread.group())
            .workerEventLoopGroup(thread.group())
            .directExecutor()
            .addService(CountingCalls.service(integrations, decoding, counting))
            .build();
  }

  /**
   * Starts a server on a free port of the loopback address.
   *
   * @param decoding whether it decodes what it counts, as a server does that works with it; without
   *     it skips over items by their lengths
   * @throws BenchException when it cannot listen
   */
  public static CountingServer start(
      Collection<EmulatedIntegration> integrations, boolean decoding, ArrivalListener listener) {
    CountingServer counting = new CountingServer(integrations, decoding, listener);
    try {
      counting.server.start();
      return counting;
    } catch (IOException e) {
      counting.close();
      throw new BenchException("The counting server found no free port to listen on", e);
    }
  }

  public int port() {
    return server.getPort();
  }

  /** Items about devices and assets received so far. */
  public long items() {
    return items.sum();
  }

  /** Bytes of all connections in both directions, as TCP carries them. */
  public long wireBytes() {
    return wireBytes.sum();
  }

  @Override
  public void close() {
    server.shutdownNow();
    try {
      server.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread.close();
  }

  /** The one thread of a counting server or a bare stream; made here and nowhere else. */
  static final class CountingThread implements AutoCloseable {
    private static final int CLOSE_SECONDS = 5;

    private final EventLoopGroup group;

    CountingThread() {
      this("counting-server");
    }

    CountingThread(String name) {
      group =
          new MultiThreadIoEventLoopGroup(
              1,
              task -> {
                Thread thread = new Thread(task, name);
                thread.setDaemon(true);
                return thread;
              },
              NioIoHandler.newFactory());
    }

    EventLoopGroup group() {
      return group;
    }

    @Override
    public void close() {
      group
          .shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS)
          .awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** Counts the bytes of the connections it accepts. */
  private static final class MeteredServerChannel extends NioServerSocketChannel {
    private final LongAdder bytes;

    MeteredServerChannel(LongAdder bytes) {
      this.bytes = bytes;
    }

    @Override
    protected int doReadMessages(List<Object> accepted) throws Exception {
      int before = accepted.size();
      int result = super.doReadMessages(accepted);
      for (Object connection : accepted.subList(before, accepted.size())) {
        ((Channel) connection).pipeline().addFirst(new Meter(bytes));
      }
      return result;
    }

    /** Stands below gRPC's handlers. */
    private static final class Meter extends ChannelDuplexHandler {
      private final LongAdder bytes;

      Meter(LongAdder bytes) {
        this.bytes = bytes;
      }

      @Override
      public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        count(message);
        super.channelRead(context, message);
      }

      @Override
      public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
          throws Exception {
        count(message);
        super.write(context, message, promise);
      }

      private void count(Object message) {
        if (message instanceof ByteBuf buffer) {
          bytes.add(buffer.readableBytes());
        }
      }
    }
  }

  /** Told of uplink messages on the network thread of a {@link CountingServer}: must not block. */
  @FunctionalInterface
  interface ArrivalListener {
    /**
     * A message about devices or assets arrived.
     *
     * @param items how many items it held about them
     */
    void arrived(int items);
  }
}
