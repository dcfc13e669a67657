package io.integrationhost.kit.transport;

import io.integrationhost.kit.Conversation;
import io.integrationhost.kit.Framing;
import io.integrationhost.kit.Session;
import io.integrationhost.kit.run.FollowedTls;
import io.integrationhost.kit.settings.ServerSettings;
import io.integrationhost.kit.settings.ServerSettings.PortName;
import io.integrationhost.plugin.Endpoint;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listening port and its connections, from its opening to its close. Thread-safe. */
final class Port<F> implements Way {

  private static final Logger log = LoggerFactory.getLogger(Port.class);

  private static final int MOST_HANDSHAKES = 256;

  private final Service service;
  private final ServerSettings settings;
  private final Connections<F> connections;
  private final Admission admission;
  private Optional<CompletableFuture<Channel>> listening = Optional.empty();
  private final AtomicInteger handshakes = new AtomicInteger();
  private final Optional<FollowedTls> tls;

  Port(
      Service service,
      ServerSettings settings,
      Framing<F> framing,
      Function<? super Session<F>, ? extends Conversation<F>> conversations) {
    this.service = service;
    this.settings = settings;
    this.connections =
        new Connections<>(
            service,
            framing,
            conversations,
            service.limits(settings.uplinks().most(), settings.maxBufferedBytes()),
            settings.uplinks().mostPerConnection(),
            settings.times());
    this.admission = new Admission(settings.connections());
    this.tls = settings.tls().map(tls -> FollowedTls.server(tls, service.context().clock()));
  }

  @Override
  public synchronized CompletableFuture<Void> open() {
    var opening =
        new Listener(settings, service)
            .open(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    new Arrival(channel, Port.this).begin();
                  }
                },
                this::updateAccepting);
    listening = Optional.of(opening);
    return opening.thenAccept(this::opened);
  }

  private synchronized void opened(Channel channel) {
    channel.closeFuture().addListener(closed -> closed());
    if (!connections.isStopping()) {
      log.info("{}: listening on {}", service.label(), this);
      updateAccepting();
    }
  }

  private void closed() {
    if (!connections.isStopping()) {
      log.error(
          "{}: the listening port was closed unexpectedly; restart the integration",
          service.label());
    }
  }

  /** A new connection is let in; on its loop. */
  void equip(Channel channel, Peer peer, Admission.Member guest, Kept tls) {
    guest.leaveBy(connections.equip(channel, peer, guest, tls)::makeRoom);
  }

  /** So many handshakes more, or less, are under way; each needs a processor for a while. */
  void handshakes(int more) {
    int now = handshakes.addAndGet(more);
    if (now == MOST_HANDSHAKES || now == MOST_HANDSHAKES - 1) {
      updateAccepting();
    }
  }

  @Override
  public Optional<FollowedTls> tls() {
    return tls;
  }

  boolean isStopping() {
    return connections.isStopping();
  }

  Ledger ledger(EventLoop loop) {
    return connections.ledger(loop);
  }

  ServerSettings settings() {
    return settings;
  }

  Service service() {
    return service;
  }

  Admission admission() {
    return admission;
  }

  @Override
  public int size() {
    return admission.size();
  }

  @Override
  public long refused() {
    return admission.refused();
  }

  @Override
  public void forEachLedger(Consumer<Ledger> action) {
    connections.forEachLedger(action);
  }

  @Override
  public void pause(boolean now) {
    connections.pause(now);
    updateAccepting();
  }

  /** Any thread. */
  private void updateAccepting() {
    channel()
        .ifPresent(
            channel ->
                channel.eventLoop().execute(() -> channel.config().setAutoRead(isAccepting())));
  }

  private boolean isAccepting() {
    return !connections.isPaused() && handshakes.get() < MOST_HANDSHAKES;
  }

  private synchronized Optional<Channel> channel() {
    return listening
        .filter(one -> one.isDone() && !one.isCompletedExceptionally())
        .map(CompletableFuture::join)
        .filter(Channel::isOpen);
  }

  @Override
  public synchronized CompletionStage<Void> stop() {
    connections.refuseMore();
    CompletionStage<Void> nothing = CompletableFuture.completedFuture(null);
    return listening
        .map(
            opening ->
                opening
                    .handle((channel, failure) -> failure == null ? closed(channel) : nothing)
                    .thenCompose(closing -> closing)
                    .thenCompose(closed -> connections.stop()))
        .orElse(CompletableFuture.completedFuture(null));
  }

  /** Completes when the port is free. */
  static CompletionStage<Void> closed(Channel channel) {
    var closed = new CompletableFuture<Void>();
    if (channel.isOpen()) {
      channel.close().addListener(done -> completeSoon(closed, channel.eventLoop()));
    } else {
      closed.complete(null);
    }
    return closed;
  }

  /** The port is free only when its loop has looked at its sockets once more. */
  private static void completeSoon(CompletableFuture<Void> closed, EventLoop loop) {
    var unused = loop.schedule(() -> closed.complete(null), 1, TimeUnit.MILLISECONDS);
  }

  @Override
  public synchronized Optional<String> problem() {
    if (listening.isEmpty() || !listening.get().isDone()) {
      return Optional.of("not listening yet");
    }
    if (listening.get().isCompletedExceptionally()) {
      return Optional.of("port " + settings.port() + " could not be opened");
    }
    return channel().isPresent()
        ? Optional.empty()
        : Optional.of("the listening port was closed unexpectedly; restart the integration");
  }

  @Override
  public int number() {
    return service.net().local(listening.orElseThrow().join()).getPort();
  }

  @Override
  public Optional<Endpoint> endpoint() {
    return Optional.of(Endpoint.tcp(address(settings), settings.port()));
  }

  /** As an endpoint has it. */
  static String address(ServerSettings settings) {
    return settings.bindAddress().map(InetAddress::getHostAddress).orElse("");
  }

  @Override
  public String toString() {
    return settings.name().map(PortName::words).orElse("port") + " " + number();
  }
}
