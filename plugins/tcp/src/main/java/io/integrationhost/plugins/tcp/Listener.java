package io.integrationhost.plugins.tcp;

import io.integrationhost.plugin.TransportException;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** Opens the listening port of one transport. */
final class Listener {

  /** Bounds how many messages one read can bring to hold back. */
  private static final int LARGEST_READ = 16 * 1024;

  private final SocketSettings settings;
  private final Shared shared;
  private final String transport;
  private final Reports reports;

  Listener(SocketSettings settings, Shared shared, String transport, Reports reports) {
    this.settings = settings;
    this.shared = shared;
    this.transport = transport;
    this.reports = reports;
  }

  /** Completes with the bound channel, or with a {@link TransportException}; on an event loop. */
  CompletableFuture<ServerSocketChannel> open(ChannelHandler initializer) {
    EventLoops loops = shared.loops();
    var opened = new CompletableFuture<ServerSocketChannel>();
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops.accepting(), loops.serving())
            .channel(NioServerSocketChannel.class)
            .handler(new AcceptFailures(reports))
            .option(ChannelOption.SO_BACKLOG, settings.backlog())
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.SO_RCVBUF, settings.receiveBuffer())
            .childOption(ChannelOption.SO_SNDBUF, settings.sendBuffer())
            .childOption(ChannelOption.SO_KEEPALIVE, settings.keepAlive())
            .childOption(ChannelOption.TCP_NODELAY, settings.noDelay())
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childOption(ChannelOption.ALLOCATOR, shared.buffers())
            .childOption(
                ChannelOption.RECVBUF_ALLOCATOR,
                new AdaptiveRecvByteBufAllocator(64, 2048, LARGEST_READ))
            .childHandler(initializer);
    // Not on the caller's thread: Netty would leave thread locals there.
    loops
        .accepting()
        .execute(
            () ->
                bootstrap
                    .bind(settings.address())
                    .addListener(
                        bound -> {
                          if (bound.isSuccess()) {
                            opened.complete(
                                noted((ServerSocketChannel) ((ChannelFuture) bound).channel()));
                          } else {
                            opened.completeExceptionally(failure(bound.cause()));
                          }
                        }));
    return opened;
  }

  private ServerSocketChannel noted(ServerSocketChannel channel) {
    InetSocketAddress address = channel.localAddress();
    shared.ports().opened(address, transport);
    channel.closeFuture().addListener(closed -> shared.ports().closed(address, transport));
    return channel;
  }

  private TransportException failure(Throwable cause) {
    String said = String.valueOf(cause.getMessage());
    String reason = cause instanceof SocketException ? said.toLowerCase(Locale.ROOT) : "";
    String port = "port " + settings.port();
    String message;
    if (reason.contains("in use")) {
      message =
          shared
              .ports()
              .holder(settings.address())
              .map(
                  holder ->
                      port
                          + " is already in use by "
                          + holder
                          + " of this host; change 'port' in the configuration of one of them")
              .orElse(
                  port
                      + " is already in use on this machine; stop the other program or change"
                      + " 'port' in the integration's configuration");
    } else if (reason.contains("permission") || reason.contains("access")) {
      message =
          port
              + " may not be opened by this user ("
              + said
              + "); choose a 'port' above 1023 in the integration's configuration or grant the"
              + " right to open low ports";
    } else if (reason.contains("assign")) {
      message =
          "bindAddress "
              + settings.address().getHostString()
              + " is not an address of this machine; change 'bindAddress' in the integration's"
              + " configuration or remove it";
    } else {
      message = port + " cannot be opened: " + cause;
    }
    return new TransportException(TransportException.Kind.UNAVAILABLE, message, cause);
  }
}
