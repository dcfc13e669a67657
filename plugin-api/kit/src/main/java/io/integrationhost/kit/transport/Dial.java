package io.integrationhost.kit.transport;

import io.integrationhost.kit.run.FollowedTls;
import io.integrationhost.kit.settings.ClientSettings;
import io.integrationhost.plugin.Wire;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One try to reach a peer, and the session that comes of it. Belongs to its loop. */
final class Dial<F> implements DatagramReader.Taker {

  /**
   * Whom to reach, and how.
   *
   * @param guest is told of whole frames
   */
  record To<F>(
      ClientSettings settings,
      Connections<F> all,
      Optional<FollowedTls> tls,
      boolean datagrams,
      Guest guest) {}

  private static final Logger log = LoggerFactory.getLogger(Dial.class);

  private final To<F> to;
  private final ClientSettings settings;
  private final Service service;
  private final EventLoop loop;
  private final CompletableFuture<Void> reached = new CompletableFuture<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private Optional<Channel> channel = Optional.empty();
  private Optional<Connection<F>> connection = Optional.empty();
  private Optional<DatagramPeer<F>> peer = Optional.empty();

  Dial(To<F> to, EventLoop loop) {
    this.to = to;
    this.settings = to.settings();
    this.service = to.all().service();
    this.loop = loop;
  }

  /**
   * Begins it.
   *
   * @param number which of several addresses is tried
   */
  void begin(int number) {
    long patience = settings.connectTimeout().toSeconds();
    var timer =
        loop.schedule(
            () -> fail(new IOException("no connection within " + patience + " s")),
            patience,
            TimeUnit.SECONDS);
    var unused = reached.whenComplete((done, failure) -> timer.cancel(false));
    if (service.net().isVirtual()) {
      connect(InetSocketAddress.createUnresolved(settings.host(), settings.port()));
    } else if (NetUtil.isValidIpV4Address(settings.host())
        || NetUtil.isValidIpV6Address(settings.host())) {
      lookUp(Runnable::run, number);
    } else {
      try {
        service.shared().loops().lookingUp().execute(() -> lookUp(this::onLoop, number));
      } catch (RejectedExecutionException tooMany) {
        fail(new IOException("too many names are looked up already"));
      }
    }
  }

  private void lookUp(Executor then, int number) {
    try {
      InetAddress[] found = InetAddress.getAllByName(settings.host());
      var address = new InetSocketAddress(found[number % found.length], settings.port());
      then.execute(() -> connect(address));
    } catch (UnknownHostException e) {
      then.execute(() -> fail(e));
    }
  }

  /** Looking up takes its time; by then the loop may have ended, and nobody waits for it. */
  private void onLoop(Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException ended) {
      log.debug("{}: stopped while {} was looked up", service.label(), settings.host());
    }
  }

  private void connect(InetSocketAddress address) {
    if (reached.isDone()) {
      return;
    }
    Net net = service.net();
    var bootstrap =
        new Bootstrap()
            .group(loop)
            .disableResolver()
            .channelFactory(to.datagrams() ? net::datagrams : net::client)
            .option(ChannelOption.ALLOCATOR, service.shared().buffers())
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, Connection.WRITE_MARKS)
            .option(
                ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) settings.connectTimeout().toMillis())
            .handler(
                to.datagrams() ? new DatagramReader(this) : new ChannelInboundHandlerAdapter());
    if (!net.isVirtual()) {
      bootstrap
          .option(ChannelOption.SO_RCVBUF, settings.sockets().receiveBuffer())
          .option(ChannelOption.SO_SNDBUF, settings.sockets().sendBuffer());
    }
    if (!net.isVirtual() && !to.datagrams()) {
      bootstrap
          .option(ChannelOption.SO_KEEPALIVE, settings.sockets().keepAlive())
          .option(ChannelOption.TCP_NODELAY, settings.sockets().noDelay())
          .option(ChannelOption.ALLOW_HALF_CLOSURE, true);
    }
    ChannelFuture connecting = bootstrap.connect(net.virtual(address));
    channel = Optional.of(connecting.channel());
    connecting.addListener(
        done -> {
          if (!done.isSuccess()) {
            fail(done.cause());
          } else if (reached.isDone()) {
            close();
          } else {
            guarded(() -> connected(connecting.channel()));
          }
        });
  }

  /** What the protocol throws at its beginning is a try that failed. */
  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      service.reports().warn("connections", () -> settings.host() + ": " + e);
      fail(e);
    }
  }

  private void connected(Channel open) {
    if (to.datagrams()) {
      equipDatagrams(open);
      return;
    }
    open.config().setRecvByteBufAllocator(new Reads(to.all().ledger(loop)));
    to.tls()
        .ifPresentOrElse(
            tls ->
                Handshake.begin(
                    open,
                    tls.dialled(
                        open.alloc(),
                        settings.host(),
                        settings.port(),
                        service.shared().loops().computing()),
                    (name, kept) -> guarded(() -> equip(open, name, kept)),
                    this::fail),
            () -> equip(open, Optional.empty(), new Kept()));
  }

  private Peer peer(Channel open, Optional<String> certificateName) {
    return Peer.of(
            service.nextSession(),
            service.net().remote(open),
            service.net().local(open),
            certificateName,
            settings.connectionMetadata())
        .dialled();
  }

  private void equip(Channel open, Optional<String> certificateName, Kept kept) {
    if (reached.isDone() || !open.isActive()) {
      fail(new IOException("the peer closed the connection at once"));
      return;
    }
    connection = Optional.of(to.all().equip(open, peer(open, certificateName), to.guest(), kept));
    reached.complete(null);
    connection.get().life().whenGone().thenRun(() -> ended.complete(null));
  }

  private void equipDatagrams(Channel open) {
    var one =
        new DatagramPeer<>(
            open, peer(open, Optional.empty()), to.all(), this::lost, gone -> close());
    peer = Optional.of(one);
    open.closeFuture()
        .addListener(
            closed -> {
              one.end(Wire.End.DEVICE);
              ended.complete(null);
            });
    open.config().setAutoRead(!to.all().isPaused());
    reached.complete(null);
    one.open();
  }

  private void lost(DatagramPeer<F> from, String reason) {
    service
        .reports()
        .warn("dropped", () -> from + ": what it sent is dropped, the host is " + reason);
  }

  @Override
  public void take(Channel from, DatagramPacket packet, DatagramReader reader) {
    to.guest().heard(service.net().nanoTime());
    peer.ifPresent(one -> one.take(packet.content(), reader));
  }

  /** Nobody listens there now, perhaps; whoever asks finds no answer, and asks again. */
  @Override
  public void failed(Throwable cause) {
    service.reports().warn("connections", () -> settings.host() + ": " + cause.getMessage());
  }

  private void fail(Throwable cause) {
    reached.completeExceptionally(cause);
    close();
  }

  private void close() {
    channel.ifPresent(
        open -> {
          var unused = open.close();
        });
  }

  /** Completes on the loop: the session has begun, or the peer was not reached. */
  CompletionStage<Void> reached() {
    return reached;
  }

  /** Completes on the loop when a session that had begun has ended. */
  CompletionStage<Void> ended() {
    return ended;
  }

  /** Reads, or does not. */
  void pause(boolean now) {
    if (to.datagrams()) {
      channel.ifPresent(open -> open.config().setAutoRead(!now));
    }
  }

  /** Gives it up, or ends the session such that what is due is written. */
  void stop() {
    if (connection.isPresent()) {
      var unused = connection.get().stop();
    } else {
      peer.ifPresent(one -> one.end(Wire.End.STOPPED));
      fail(new IOException("stopped"));
    }
  }

  /** Why a peer was not reached, for people. */
  static String text(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    if (failure instanceof UnknownHostException) {
      return "its name is not known";
    } else if (failure instanceof SSLException) {
      return "TLS did not come about: " + message;
    } else if (failure instanceof SocketException) {
      return message.split(": ", 2)[0].toLowerCase(Locale.ROOT);
    }
    return failure.getClass() == IOException.class ? message : failure.toString();
  }
}
