package io.integrationhost.plugins.teltonika;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** The UDP port of one transport. */
final class UdpListener implements Listener {

  private static final long DRAIN_SECONDS = 2;

  /** A longer datagram is cut off and then does not have the length that it says. */
  private static final int AROUND_DATA = 24;

  private final Service service;
  private final int port;
  private final Shared shared;
  private final Datagrams datagrams;

  UdpListener(Service service, int port, Shared shared) {
    this.service = service;
    this.port = port;
    this.shared = shared;
    this.datagrams = new Datagrams(service);
  }

  @Override
  public String protocol() {
    return "UDP";
  }

  @Override
  public CompletableFuture<Channel> open(OpenPorts others) {
    EventLoops loops = shared.loops();
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loops.serving())
            .channel(NioDatagramChannel.class)
            .option(
                ChannelOption.RECVBUF_ALLOCATOR,
                new FixedRecvByteBufAllocator(AROUND_DATA + service.settings().limits().data()))
            .option(ChannelOption.ALLOCATOR, shared.buffers())
            .handler(datagrams);
    InetSocketAddress address = service.settings().ports().address(port);
    return Binding.open(
        bootstrap, loops.serving(), address, "udpPort", () -> others.holder(protocol(), address));
  }

  @Override
  public CompletionStage<Void> drain(Channel channel) {
    var drained = new CompletableFuture<Void>();
    try {
      channel.eventLoop().execute(() -> drain(channel, drained));
    } catch (RejectedExecutionException ended) {
      drained.complete(null);
    }
    return drained.thenCompose(done -> Closing.close(channel));
  }

  private void drain(Channel channel, CompletableFuture<Void> drained) {
    var timeout =
        channel.eventLoop().schedule(() -> drained.complete(null), DRAIN_SECONDS, TimeUnit.SECONDS);
    datagrams
        .drain()
        .whenComplete(
            (done, failure) -> {
              timeout.cancel(false);
              drained.complete(null);
            });
  }
}
