package io.integrationhost.bench;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.integrationhost.emulator.EmulatedIntegration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
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
}
