package io.integrationhost.plugins.teltonika;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The TCP port of one transport. */
final class TcpListener implements Listener {

  /** Bounds how many frames one read can bring, which then wait in the session. */
  private static final int LARGEST_READ = 8 * 1024;

  private final Ports ports;
  private final int port;
  private final EventLoops loops;
  private final Sessions sessions;

  TcpListener(Ports ports, int port, EventLoops loops, Sessions sessions) {
    this.ports = ports;
    this.port = port;
    this.loops = loops;
    this.sessions = sessions;
  }

  @Override
  public String protocol() {
    return "TCP";
  }

  @Override
  public CompletableFuture<Channel> open() {
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops.accepting(), loops.serving())
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, 1024)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childOption(
                ChannelOption.RECVBUF_ALLOCATOR,
                new AdaptiveRecvByteBufAllocator(64, 1024, LARGEST_READ).maxMessagesPerRead(1))
            .childHandler(sessions);
    return Binding.open(bootstrap, loops.accepting(), ports.address(port), "port");
  }

  @Override
  public CompletionStage<Void> drain(Channel channel) {
    return Closing.close(channel).thenCompose(closed -> sessions.stop());
  }
}
