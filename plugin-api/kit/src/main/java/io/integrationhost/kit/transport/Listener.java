package io.integrationhost.kit.transport;

import io.integrationhost.kit.settings.ServerSettings;
import io.integrationhost.kit.settings.ServerSettings.PortName;
import io.integrationhost.plugin.TransportException;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Opens a listening port and says in words why it cannot. */
final class Listener {

  private final ServerSettings settings;
  private final Service service;

  Listener(ServerSettings settings, Service service) {
    this.settings = settings;
    this.service = service;
  }

  /** Completes with the bound channel, or with a {@link TransportException}; on a loop. */
  CompletableFuture<Channel> open(ChannelHandler accepted, Runnable goOnAccepting) {
    Net net = service.net();
    ServerSettings.Sockets sockets = settings.sockets();
    var bootstrap =
        new ServerBootstrap()
            .group(net.loops())
            .channelFactory(net::server)
            .handler(new AcceptFailures(service.reports(), goOnAccepting))
            .childOption(ChannelOption.ALLOCATOR, service.shared().buffers())
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, Connection.WRITE_MARKS)
            .childHandler(accepted);
    if (!net.isVirtual()) {
      bootstrap
          .option(ChannelOption.SO_BACKLOG, sockets.backlog())
          .option(ChannelOption.SO_REUSEADDR, true)
          .option(ChannelOption.SO_RCVBUF, sockets.receiveBuffer())
          .childOption(ChannelOption.SO_SNDBUF, sockets.sendBuffer())
          .childOption(ChannelOption.SO_KEEPALIVE, sockets.keepAlive())
          .childOption(ChannelOption.TCP_NODELAY, sockets.noDelay())
          .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    }
    return bound(
        () -> bootstrap.bind(net.virtual(settings.address())), "port", service.shared().ports());
  }

  /**
   * Binds, and says in words why it cannot.
   *
   * @param words before its number, unless it has a name
   * @param ports of the same kind
   */
  CompletableFuture<Channel> bound(Supplier<ChannelFuture> binding, String words, OpenPorts ports) {
    String port = settings.name().map(PortName::key).orElse(words) + " " + settings.port();
    var opened = new CompletableFuture<Channel>();
    // Not on the caller's thread: Netty would leave thread locals there.
    service
        .net()
        .loops()
        .next()
        .execute(
            () ->
                binding
                    .get()
                    .addListener(
                        bound -> {
                          if (bound.isSuccess()) {
                            opened.complete(noted(((ChannelFuture) bound).channel(), ports));
                          } else {
                            opened.completeExceptionally(failure(bound.cause(), port, ports));
                          }
                        }));
    return opened;
  }

  private Channel noted(Channel channel, OpenPorts ports) {
    InetSocketAddress address = service.net().local(channel);
    ports.opened(address, service.label());
    channel.closeFuture().addListener(closed -> ports.closed(address, service.label()));
    return channel;
  }

  private TransportException failure(Throwable cause, String port, OpenPorts ports) {
    String said = String.valueOf(cause.getMessage());
    String reason = cause instanceof SocketException ? said.toLowerCase(Locale.ROOT) : "";
    String key = "'" + settings.name().map(PortName::key).orElse("port") + "'";
    String message;
    if (reason.contains("in use")) {
      message =
          ports
              .holder(settings.address())
              .map(
                  holder ->
                      port
                          + " is already in use by "
                          + holder
                          + " of this host; change "
                          + key
                          + " in the configuration of one of them")
              .orElse(
                  port
                      + " is already in use on this machine; stop the other program or change "
                      + key
                      + " in the integration's configuration");
    } else if (reason.contains("permission") || reason.contains("access")) {
      message =
          port
              + " may not be opened by this user ("
              + said
              + "); choose a "
              + key
              + " above 1023 in the integration's configuration or grant the right to open low ports";
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
