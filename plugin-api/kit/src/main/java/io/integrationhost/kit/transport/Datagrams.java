package io.integrationhost.kit.transport;

import io.integrationhost.kit.Fault;
import io.integrationhost.kit.run.FollowedTls;
import io.integrationhost.kit.settings.ServerSettings;
import io.integrationhost.kit.settings.ServerSettings.PortName;
import io.integrationhost.plugin.Counter;
import io.integrationhost.plugin.Endpoint;
import io.integrationhost.plugin.Wire;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port of datagrams and those who were heard there. All of it belongs to the loop of its one
 * channel, but for what {@link Way} has.
 *
 * <p>Bounds: peers (the longest silent is forgotten), datagrams on their way to the host and their
 * bytes (more are dropped: nobody can be made to wait), datagrams of one address in a second.
 */
final class Datagrams<F> implements Way, DatagramReader.Taker {

  private static final Logger log = LoggerFactory.getLogger(Datagrams.class);

  /** So many addresses are counted in one second; of more the rest is dropped. */
  private static final int MOST_COUNTED = 100_000;

  private static final int DRAIN_MS = 2_000;
  private static final int LOOK_MS = 20;

  private final ServerSettings settings;
  private final Service service;
  private final Connections<F> all;
  private final Counter dropped;
  private final LongAdder lost = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final Map<InetSocketAddress, DatagramPeer<F>> peers =
      new LinkedHashMap<>(16, 0.75f, true);
  private Map<InetAddress, Integer> inThisSecond = new HashMap<>();
  private long second;
  private volatile int peerCount;
  private Optional<CompletableFuture<Channel>> listening = Optional.empty();

  Datagrams(ServerSettings settings, Connections<F> all) {
    this.settings = settings;
    this.all = all;
    this.service = all.service();
    this.dropped =
        service
            .context()
            .counter(
                "datagrams_dropped",
                "Datagrams that were not taken",
                "reason",
                "busy",
                "memory",
                "rate",
                "too_long");
  }

  @Override
  public synchronized CompletableFuture<Void> open() {
    Net net = service.net();
    var bootstrap =
        new Bootstrap()
            .group(net.loops())
            .channelFactory(net::datagrams)
            .option(ChannelOption.ALLOCATOR, service.shared().buffers())
            .handler(new DatagramReader(this));
    if (!net.isVirtual()) {
      bootstrap
          .option(ChannelOption.SO_RCVBUF, settings.sockets().receiveBuffer())
          .option(ChannelOption.SO_SNDBUF, settings.sockets().sendBuffer());
    }
    var opening =
        new Listener(settings, service)
            .bound(
                () -> bootstrap.bind(net.virtual(settings.address())),
                "udp port",
                service.shared().udpPorts());
    listening = Optional.of(opening);
    return opening.thenAccept(this::opened);
  }

  private void opened(Channel channel) {
    channel
        .closeFuture()
        .addListener(
            closed -> {
              if (!all.isStopping()) {
                service
                    .reports()
                    .warn("connections", () -> this + " was closed; restart the integration");
              }
            });
    log.info("{}: listening on {}", service.label(), this);
    sweepLater(channel);
  }

  private void sweepLater(Channel channel) {
    var unused =
        channel
            .eventLoop()
            .schedule(
                () -> {
                  if (channel.isOpen()) {
                    sweep();
                    sweepLater(channel);
                  }
                },
                1,
                TimeUnit.SECONDS);
  }

  private void sweep() {
    long now = service.net().nanoTime();
    long limit = settings.datagrams().peerTime().toNanos();
    while (!peers.isEmpty() && now - oldest().heardAt() >= limit) {
      oldest().end(Wire.End.IDLE);
    }
  }

  private DatagramPeer<F> oldest() {
    return peers.values().iterator().next();
  }

  @Override
  public void failed(Throwable cause) {
    service.reports().warn("connections", () -> this + ": " + cause);
  }

  @Override
  public void take(Channel channel, DatagramPacket packet, DatagramReader reader) {
    InetSocketAddress from = packet.sender();
    int length = packet.content().readableBytes();
    if (all.isStopping()) {
      return;
    }
    if (settings.access().allow().map(nets -> !nets.contains(from.getAddress())).orElse(false)) {
      refused.increment();
      service.wire().refused(Wire.Refusal.ADDRESS);
      service
          .reports()
          .warn(
              "refused ADDRESS",
              () -> "datagram from " + Peer.text(from) + " dropped: its address is not in allow");
    } else if (isTooFast(from.getAddress())) {
      drop("rate", from, "sends more than maxPerSecondPerAddress");
    } else if (!all.permits().enter(true)) {
      drop("busy", from, "found maxUnansweredDatagrams of others on their way to the host");
    } else {
      // Each uplink takes its own: one datagram may hold several frames, or none.
      all.permits().leave(1);
      DatagramPeer<F> peer = peer(channel, from);
      if (length > DatagramReader.LONGEST) {
        dropped.of("too_long").increment();
        lost.increment();
        peer.fault(
            new Fault(
                Fault.Kind.TOO_LONG,
                "sent a datagram longer than " + DatagramReader.LONGEST + " bytes",
                "",
                true));
      } else {
        peer.take(packet.content(), reader);
      }
    }
  }

  private boolean isTooFast(InetAddress address) {
    int most = settings.datagrams().perSecondAndAddress();
    if (most == 0) {
      return false;
    }
    long now = TimeUnit.NANOSECONDS.toSeconds(service.net().nanoTime());
    if (now != second) {
      second = now;
      inThisSecond = new HashMap<>();
    }
    if (inThisSecond.size() >= MOST_COUNTED && !inThisSecond.containsKey(address)) {
      return true;
    }
    return inThisSecond.merge(address, 1, Integer::sum) > most;
  }

  /** There is no room for one, or for the rest of one. */
  private void drop(String reason, InetSocketAddress from, String why) {
    dropped.of(reason).increment();
    lost.increment();
    service
        .reports()
        .warn("dropped", () -> "datagram from " + Peer.text(from) + " dropped: its sender " + why);
  }

  private DatagramPeer<F> peer(Channel channel, InetSocketAddress from) {
    DatagramPeer<F> known = peers.get(from);
    if (known != null) {
      return known;
    }
    while (peers.size() >= settings.datagrams().mostPeers()) {
      oldest().end(Wire.End.LIMIT);
    }
    var peer =
        new DatagramPeer<>(
            channel,
            Peer.of(
                    service.nextSession(),
                    from,
                    service.net().local(channel),
                    Optional.empty(),
                    settings.connectionMetadata())
                .connectionless(),
            all,
            this::lost,
            this::forget);
    peers.put(from, peer);
    peerCount = peers.size();
    peer.open();
    return peer;
  }

  private void lost(DatagramPeer<F> peer, String reason) {
    drop(
        reason,
        peer.remote(),
        reason.equals("busy")
            ? "has more in it than maxUnansweredDatagrams leaves room for"
            : "finds no memory (maxBufferedBytes)");
  }

  private void forget(DatagramPeer<F> peer) {
    peers.remove(peer.remote(), peer);
    peerCount = peers.size();
  }

  @Override
  public synchronized CompletionStage<Void> stop() {
    all.refuseMore();
    CompletionStage<Void> nothing = CompletableFuture.completedFuture(null);
    return listening
        .map(
            opening ->
                opening
                    .handle((channel, failure) -> failure == null ? drained(channel) : nothing)
                    .thenCompose(closing -> closing))
        .orElse(CompletableFuture.completedFuture(null));
  }

  private CompletionStage<Void> drained(Channel channel) {
    var done = new CompletableFuture<Void>();
    if (!channel.isOpen()) {
      done.complete(null);
      return done;
    }
    channel
        .eventLoop()
        .execute(
            () -> {
              channel.config().setAutoRead(false);
              end(channel, DRAIN_MS, done);
            });
    return done;
  }

  /** Answers that are due are given first. */
  private void end(Channel channel, int patience, CompletableFuture<Void> done) {
    boolean waits = peers.values().stream().anyMatch(DatagramPeer::waits);
    if (waits && patience > 0) {
      var unused =
          channel
              .eventLoop()
              .schedule(
                  () -> end(channel, patience - LOOK_MS, done), LOOK_MS, TimeUnit.MILLISECONDS);
      return;
    }
    List.copyOf(peers.values()).forEach(peer -> peer.end(Wire.End.STOPPED));
    var unused = Port.closed(channel).whenComplete((closed, failure) -> done.complete(null));
  }

  @Override
  public void pause(boolean now) {
    all.pause(now);
    channel()
        .ifPresent(
            channel -> channel.eventLoop().execute(() -> channel.config().setAutoRead(!now)));
  }

  private synchronized Optional<Channel> channel() {
    return listening
        .filter(one -> one.isDone() && !one.isCompletedExceptionally())
        .map(CompletableFuture::join)
        .filter(Channel::isOpen);
  }

  @Override
  public Optional<String> problem() {
    return channel().isPresent() ? Optional.empty() : Optional.of("the udp port is not open");
  }

  @Override
  public Optional<Endpoint> endpoint() {
    return Optional.of(Endpoint.udp(Port.address(settings), settings.port()));
  }

  @Override
  public Optional<FollowedTls> tls() {
    return Optional.empty();
  }

  @Override
  public void forEachLedger(Consumer<Ledger> action) {
    all.forEachLedger(action);
  }

  @Override
  public int size() {
    return peerCount;
  }

  @Override
  public long refused() {
    return refused.sum();
  }

  @Override
  public long lost() {
    return lost.sum();
  }

  @Override
  public int number() {
    return service.net().local(listening.orElseThrow().join()).getPort();
  }

  @Override
  public String toString() {
    return settings.name().map(PortName::words).orElse("udp port") + " " + number();
  }
}
