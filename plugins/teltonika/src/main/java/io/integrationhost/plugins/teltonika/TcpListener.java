package io.integrationhost.plugins.teltonika;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The TCP port of one transport. */
final class TcpListener implements Listener {

  /** Bounds how many frames one read can bring, which then wait in the session. */
  private static final int LARGEST_READ = 8 * 1024;

  private final Service service;
  private final int port;
  private final Shared shared;
  private final Sessions sessions;

  TcpListener(Service service, int port, Shared shared, Sessions sessions) {
    this.service = service;
    this.port = port;
    this.shared = shared;
    this.sessions = sessions;
  }

  @Override
  public String protocol() {
    return "TCP";
  }

  @Override
  public CompletableFuture<Channel> open(OpenPorts others) {
    EventLoops loops = shared.loops();
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops.accepting(), loops.serving())
            .channel(NioServerSocketChannel.class)
            .handler(new AcceptFailures(service.reports()))
            .option(ChannelOption.SO_BACKLOG, 1024)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childOption(
                ChannelOption.RECVBUF_ALLOCATOR,
                new AdaptiveRecvByteBufAllocator(64, 1024, LARGEST_READ).maxMessagesPerRead(1))
            .childOption(ChannelOption.ALLOCATOR, shared.buffers())
            .childHandler(sessions);
    InetSocketAddress address = service.settings().ports().address(port);
    return Binding.open(
        bootstrap, loops.accepting(), address, "port", () -> others.holder(protocol(), address));
  }

  @Override
  public CompletionStage<Void> drain(Channel channel) {
    return Closing.close(channel).thenCompose(closed -> sessions.stop());
  }
}
