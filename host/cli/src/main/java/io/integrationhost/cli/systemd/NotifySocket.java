package io.integrationhost.cli.systemd;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The socket at which systemd listens: datagrams of a Unix socket, which Java itself cannot send.
 * Safe for any thread.
 */
final class NotifySocket implements AutoCloseable {

  private static final long PATIENCE_MILLIS = 1_000;

  private final DomainSocketAddress address;
  private final EventLoopGroup group;
  private final Channel channel;

  private NotifySocket(DomainSocketAddress address, EventLoopGroup group, Channel channel) {
    this.address = address;
    this.group = group;
    this.channel = channel;
  }

  /**
   * Opens it.
   *
   * @param name a path, or {@code @} and an abstract name, as in {@code NOTIFY_SOCKET}
   * @throws IOException when this system or this Java has no such sockets
   */
  // Netty has no other way for a socket that has no name of its own and only sends.
  @SuppressWarnings("deprecation")
  static NotifySocket open(String name) throws IOException {
    if (!name.startsWith("/") && !name.startsWith("@")) {
      throw new IOException("NOTIFY_SOCKET is '" + name + "' (expected: a path, or @ and a name)");
    }
    if (!Epoll.isAvailable()) {
      throw new IOException(
          "the native library for its socket cannot be used: "
              + innermost(Epoll.unavailabilityCause()));
    }
    EventLoopGroup group =
        new MultiThreadIoEventLoopGroup(
            1,
            task -> {
              Thread thread = new Thread(task, "systemd-1");
              thread.setDaemon(true);
              return thread;
            },
            EpollIoHandler.newFactory());
    ChannelFuture registered =
        new Bootstrap()
            .group(group)
            .channel(EpollDomainDatagramChannel.class)
            .option(ChannelOption.DATAGRAM_CHANNEL_ACTIVE_ON_REGISTRATION, true)
            .handler(new ChannelHandlerAdapter() {})
            .register();
    if (!registered.awaitUninterruptibly(PATIENCE_MILLIS) || !registered.isSuccess()) {
      var unused = group.shutdownGracefully(0, 0, TimeUnit.SECONDS);
      throw new IOException("its socket cannot be opened: " + registered.cause());
    }
    String path = name.startsWith("@") ? "\0" + name.substring(1) : name;
    return new NotifySocket(new DomainSocketAddress(path), group, registered.channel());
  }

  private static Throwable innermost(Throwable problem) {
    Throwable each = problem;
    while (each.getCause() != null) {
      each = each.getCause();
    }
    return each;
  }

  /** Its thread, for what is told again and again. */
  ScheduledExecutorService timer() {
    return group;
  }

  /**
   * Sends a text of lines {@code NAME=VALUE}; the future completes when the system has taken it.
   */
  ChannelFuture send(String text) {
    return channel.writeAndFlush(
        new DomainDatagramPacket(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8), address));
  }

  /** Sends a text and waits for that, a second at most. */
  void sendNow(String text) {
    send(text).awaitUninterruptibly(PATIENCE_MILLIS);
  }

  @Override
  public void close() {
    var unused = channel.close();
    var unusedToo = group.shutdownGracefully(0, 0, TimeUnit.SECONDS);
  }
}
