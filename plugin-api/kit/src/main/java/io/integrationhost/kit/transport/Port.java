package io.integrationhost.kit.transport;

import io.integrationhost.kit.Conversation;
import io.integrationhost.kit.Framing;
import io.integrationhost.kit.Session;
import io.integrationhost.kit.run.FollowedTls;
import io.integrationhost.kit.settings.ServerSettings;
import io.integrationhost.plugin.Endpoint;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listening port and its connections, from its opening to its close. Thread-safe. */
final class Port<F> {

  private static final Logger log = LoggerFactory.getLogger(Port.class);

  private static final int MOST_HANDSHAKES = 256;

  private final Service service;
  private final ServerSettings settings;
  private final Framing<F> framing;
  private final Function<? super Session<F>, ? extends Conversation<F>> conversations;
  private final Permits permits;
  private final Budget budget;
  private final Admission admission;
  private final Map<EventLoop, Ledger> ledgers = new ConcurrentHashMap<>();
  private final Set<Connection<F>> open = ConcurrentHashMap.newKeySet();
  private Optional<CompletableFuture<Channel>> listening = Optional.empty();
  private final AtomicInteger handshakes = new AtomicInteger();
  private final Optional<FollowedTls> tls;
  private volatile boolean stopping;
  private volatile boolean paused;

  Port(
      Service service,
      ServerSettings settings,
      Framing<F> framing,
      Function<? super Session<F>, ? extends Conversation<F>> conversations) {
    this.service = service;
    this.settings = settings;
    this.framing = framing;
    this.conversations = conversations;
    this.permits = new Permits(settings.uplinks().most());
    this.budget = new Budget(settings.maxBufferedBytes(), service.context().memory());
    this.admission = new Admission(settings.connections());
    this.tls = settings.tls().map(tls -> FollowedTls.server(tls, service.context().clock()));
  }

  /** Opens the port, once. */
  synchronized CompletableFuture<Void> open() {
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
    if (!stopping) {
      log.info("{}: listening on {}", service.label(), this);
      updateAccepting();
    }
  }

  private void closed() {
    if (!stopping) {
      log.error(
          "{}: the listening port was closed unexpectedly; restart the integration",
          service.label());
    }
  }

  /** A new connection is let in; on its loop. */
  void equip(Channel channel, Peer peer, Admission.Guest guest, Kept tls) {
    var connection = new Connection<>(channel, peer, guest, tls, this);
    open.add(connection);
    connection.life().whenGone().thenRun(() -> open.remove(connection));
    guest.leaveBy(connection::makeRoom);
    connection.open();
    if (stopping) {
      var unused = connection.stop();
    }
  }

  /** So many handshakes more, or less, are under way; each needs a processor for a while. */
  void handshakes(int more) {
    int now = handshakes.addAndGet(more);
    if (now == MOST_HANDSHAKES || now == MOST_HANDSHAKES - 1) {
      updateAccepting();
    }
  }

  Optional<FollowedTls> tls() {
    return tls;
  }

  /** Looks at the certificates; blocks. */
  void lookAtCertificates() {
    tls.flatMap(FollowedTls::look).ifPresent(news -> log.warn("{}: {}", service.label(), news));
  }

  boolean isStopping() {
    return stopping;
  }

  /** Where the memory and the time of a loop's connections are kept. */
  Ledger ledger(EventLoop loop) {
    return ledgers.computeIfAbsent(
        loop, one -> new Ledger(service, budget, one, new Times(settings.times())));
  }

  Conversation<F> conversation(Session<F> session) {
    return conversations.apply(session);
  }

  Framing<F> framing() {
    return framing;
  }

  ServerSettings settings() {
    return settings;
  }

  Service service() {
    return service;
  }

  Permits permits() {
    return permits;
  }

  Admission admission() {
    return admission;
  }

  void forEachLedger(Consumer<Ledger> action) {
    ledgers.values().forEach(action);
  }

  boolean isPaused() {
    return paused;
  }

  void pause(boolean now) {
    paused = now;
    updateAccepting();
    open.forEach(connection -> connection.pause(now));
  }

  /** Any thread. */
  private void updateAccepting() {
    channel()
        .ifPresent(
            channel ->
                channel.eventLoop().execute(() -> channel.config().setAutoRead(isAccepting())));
  }

  private boolean isAccepting() {
    return !paused && handshakes.get() < MOST_HANDSHAKES;
  }

  private synchronized Optional<Channel> channel() {
    return listening
        .filter(one -> one.isDone() && !one.isCompletedExceptionally())
        .map(CompletableFuture::join)
        .filter(Channel::isOpen);
  }

  /** Accepts nothing more; completes when all connections are gone. */
  synchronized CompletionStage<Void> stop() {
    stopping = true;
    CompletionStage<Void> nothing = CompletableFuture.completedFuture(null);
    return listening
        .map(
            opening ->
                opening
                    .handle((channel, failure) -> failure == null ? closed(channel) : nothing)
                    .thenCompose(closing -> closing)
                    .thenCompose(closed -> stopConnections()))
        .orElse(CompletableFuture.completedFuture(null));
  }

  private static CompletionStage<Void> closed(Channel channel) {
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

  private CompletionStage<Void> stopConnections() {
    return CompletableFuture.allOf(
        open.stream()
            .map(connection -> connection.stop().toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new));
  }

  /** Why the port does not serve; empty when it does. */
  synchronized Optional<String> problem() {
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

  /** The bound port; only while listening. */
  int number() {
    return service.net().local(listening.orElseThrow().join()).getPort();
  }

  Endpoint endpoint() {
    return Endpoint.tcp(
        settings.bindAddress().map(address -> address.getHostAddress()).orElse(""),
        settings.port());
  }

  @Override
  public String toString() {
    return "port " + number();
  }
}
