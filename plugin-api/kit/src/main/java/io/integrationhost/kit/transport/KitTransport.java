package io.integrationhost.kit.transport;

import io.integrationhost.kit.Conversation;
import io.integrationhost.kit.Framing;
import io.integrationhost.kit.Network;
import io.integrationhost.kit.Session;
import io.integrationhost.kit.run.FollowedTls;
import io.integrationhost.kit.settings.ClientSettings;
import io.integrationhost.kit.settings.Keys;
import io.integrationhost.kit.settings.ServerSettings;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Endpoint;
import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.Placement;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The ports of one transport and what listens there. Thread-safe. */
public final class KitTransport implements Transport {

  private final Service service;
  private final Shared shared;
  private final List<Way> ways;
  private final Builder built;
  private final Watch watch;
  private Optional<CompletableFuture<Void>> started = Optional.empty();
  private Optional<CompletionStage<Void>> stopped = Optional.empty();
  private boolean hasLoops;

  private KitTransport(Builder built) {
    this.built = built;
    this.shared = built.shared;
    this.service = new Service(built.context, shared, built.oneSessionPerDevice);
    this.ways = built.ways.stream().map(way -> way.apply(service)).toList();
    this.watch = new Watch(service, ways);
  }

  /** Puts a transport together. For one thread. */
  public static final class Builder {

    private final TransportContext context;
    private final Keys keys;
    private final Shared shared;
    private final List<Function<Service, Way>> ways = new ArrayList<>();
    private boolean oneSessionPerDevice;
    private boolean downlinks = true;
    private Optional<Placement> placement = Optional.empty();
    private boolean dials;
    private Supplier<Health> health = Health::up;
    private Optional<String> unreachable = Optional.empty();

    Builder(TransportContext context, Keys keys, Shared shared) {
      this.context = context;
      this.keys = keys;
      this.shared = shared;
    }

    /**
     * Listens for TCP connections.
     *
     * @param settings of the port
     * @param framing tells messages apart
     * @param conversation makes one for each connection, on its loop
     * @param <F> what a message is handed over as
     * @return this
     */
    public <F> Builder tcp(
        ServerSettings settings,
        Framing<F> framing,
        Function<? super Session<F>, ? extends Conversation<F>> conversation) {
      ways.add(service -> new Port<>(service, settings, framing, conversation));
      return this;
    }

    /**
     * Listens for datagrams; each address that one comes from is a session, forgotten when it is
     * silent for long. The end of a datagram ends a frame.
     *
     * @param settings of the port
     * @param framing tells the messages of one datagram apart
     * @param conversation makes one for each address, on the port's loop
     * @param <F> what a message is handed over as
     * @return this
     */
    public <F> Builder udp(
        ServerSettings settings,
        Framing<F> framing,
        Function<? super Session<F>, ? extends Conversation<F>> conversation) {
      int most = settings.datagrams().unanswered();
      ways.add(
          service ->
              new Datagrams<>(
                  settings,
                  new Connections<>(
                      service,
                      framing,
                      conversation,
                      // Not shared with connections: what waits there would drop datagrams here.
                      service.newLimits(most, settings.maxBufferedBytes()),
                      most,
                      settings.times())));
      return this;
    }

    /**
     * Dials a peer over TCP, again and again for as long as the transport runs.
     *
     * @param settings of the peer
     * @param framing tells messages apart
     * @param conversation makes one for each connection, on its loop
     * @param <F> what a message is handed over as
     * @return this
     */
    public <F> Builder dial(
        ClientSettings settings,
        Framing<F> framing,
        Function<? super Session<F>, ? extends Conversation<F>> conversation) {
      return dial(settings, framing, conversation, false);
    }

    /**
     * Sends datagrams to a peer and takes those that come from it. There is nobody who could be
     * away: the session begins when the name is looked up.
     *
     * @param settings of the peer; what they say of TLS and time limits means nothing here
     * @param framing tells the messages of one datagram apart
     * @param conversation made on the loop
     * @param <F> what a message is handed over as
     * @return this
     */
    public <F> Builder dialUdp(
        ClientSettings settings,
        Framing<F> framing,
        Function<? super Session<F>, ? extends Conversation<F>> conversation) {
      return dial(settings, framing, conversation, true);
    }

    private <F> Builder dial(
        ClientSettings settings,
        Framing<F> framing,
        Function<? super Session<F>, ? extends Conversation<F>> conversation,
        boolean datagrams) {
      dials = true;
      ways.add(
          service ->
              new Dialer<>(
                  settings,
                  new Connections<>(
                      service,
                      framing,
                      conversation,
                      service.limits(settings.uplinks().most(), settings.maxBufferedBytes()),
                      settings.uplinks().mostPerConnection(),
                      settings.times()),
                  datagrams));
      return this;
    }

    /**
     * A device that comes again on another connection closes its former one.
     *
     * @return this
     */
    public Builder oneSessionPerDevice() {
      oneSessionPerDevice = true;
      return this;
    }

    /**
     * Downlinks are refused for good.
     *
     * @return this
     */
    public Builder noDownlinks() {
      downlinks = false;
      return this;
    }

    /**
     * Why a device that no session has cannot be reached now.
     *
     * @param why goes on after {@code device 'name'}: {@code has not greeted on any open
     *     connection}
     * @return this
     */
    public Builder unreachable(String why) {
      unreachable = Optional.of(why);
      return this;
    }

    /**
     * On which hosts of a cluster the transport is started.
     *
     * @param where unless it is said: on every one, or on one when the transport dials
     * @return this
     */
    public Builder placement(Placement where) {
      placement = Optional.of(where);
      return this;
    }

    /**
     * What the protocol itself lacks, asked while the ports are well.
     *
     * @param more must answer at once
     * @return this
     */
    public Builder health(Supplier<Health> more) {
      health = more;
      return this;
    }

    /**
     * Ends reading of the keys.
     *
     * @return serves from its start on
     * @throws TransportException with all problems of the keys, when there was one
     */
    public KitTransport build() {
      keys.check();
      return new KitTransport(this);
    }
  }

  @Override
  public synchronized CompletionStage<Void> start() {
    if (stopped.isPresent() || started.isPresent()) {
      return CompletableFuture.failedFuture(
          new TransportException(
              TransportException.Kind.REJECTED, "a transport starts once, and not after its stop"));
    }
    if (built.context instanceof Network test) {
      service.use(new Net(test.loops(), Optional.of(test)));
    } else {
      service.use(new Net(shared.loops().acquire(), Optional.empty()));
      hasLoops = true;
    }
    watch.start();
    CompletableFuture<?>[] opening =
        ways.stream().map(Way::open).toArray(CompletableFuture<?>[]::new);
    started = Optional.of(CompletableFuture.allOf(opening));
    return started.get();
  }

  @Override
  public synchronized CompletionStage<Void> stop() {
    if (stopped.isEmpty()) {
      watch.stop();
      stopped =
          Optional.of(
              CompletableFuture.allOf(
                      ways.stream()
                          .map(way -> way.stop().toCompletableFuture())
                          .toArray(CompletableFuture<?>[]::new))
                  .whenComplete((done, failure) -> letLoopsGo()));
    }
    return stopped.get();
  }

  private synchronized void letLoopsGo() {
    if (hasLoops) {
      hasLoops = false;
      shared.loops().release();
    }
  }

  @Override
  public CompletionStage<Void> downlink(Downlink downlink) {
    if (!built.downlinks) {
      return Transport.super.downlink(downlink);
    }
    return service
        .devices()
        .find(downlink.deviceName())
        .map(connection -> connection.downlink(downlink))
        .orElseGet(
            () ->
                CompletableFuture.failedFuture(
                    new TransportException(
                        TransportException.Kind.UNAVAILABLE,
                        "device '" + downlink.deviceName() + "' " + unreachable())));
  }

  private String unreachable() {
    return built.unreachable.orElse(
        built.dials
            ? "is behind no peer that is connected now"
            : "has not been heard on any open connection; it can be reached once an uplink of it"
                + " was stored");
  }

  @Override
  public synchronized Health health() {
    if (stopped.isPresent() || started.isEmpty() || !started.get().isDone()) {
      return Health.down(stopped.isPresent() ? "stopped" : "not listening yet");
    }
    Optional<Health> missing = missing();
    if (missing.isPresent()) {
      return missing.get();
    }
    Health own = built.health.get();
    if (own.status() != Health.Status.UP) {
      return own;
    }
    return service
        .reports()
        .shortage()
        .or(service::silent)
        .or(this::certificates)
        .map(Health::degraded)
        .orElseGet(() -> new Health(Health.Status.UP, detail(own.detail())));
  }

  /** Ports that are closed, peers that are away. */
  private Optional<Health> missing() {
    List<Way> bad = ways.stream().filter(way -> way.problem().isPresent()).toList();
    boolean isPort = bad.stream().anyMatch(way -> way.endpoint().isPresent());
    return bad.stream()
        .filter(way -> way.endpoint().isPresent() || !isPort)
        .map(Way::problem)
        .flatMap(Optional::stream)
        .findFirst()
        .map(
            first ->
                isPort || bad.size() == ways.size()
                    ? Health.down(first + andMore(bad.size() - 1))
                    : Health.degraded(first + andMore(bad.size() - 1)));
  }

  private static String andMore(int more) {
    return more == 0 ? "" : "; " + more + " more of this transport are away";
  }

  private Optional<String> certificates() {
    return ways.stream()
        .map(way -> way.tls().flatMap(FollowedTls::problem))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private String detail(String more) {
    List<Way> ports = ways.stream().filter(way -> way.endpoint().isPresent()).toList();
    List<Way> peers = ways.stream().filter(way -> way.endpoint().isEmpty()).toList();
    List<Way> streams = ports.stream().filter(Port.class::isInstance).toList();
    List<Way> datagrams = ports.stream().filter(port -> !streams.contains(port)).toList();
    long refused = ports.stream().mapToLong(Way::refused).sum();
    long lost = ways.stream().mapToLong(Way::lost).sum();
    return Stream.of(
            said("listening on ", ports),
            said("connected to ", peers),
            counted(streams, " connections"),
            counted(datagrams, " peers"),
            ports.isEmpty() ? "" : refused + " refused",
            lost == 0 ? "" : lost + " datagrams dropped",
            service.reports().badFrames() + " bad frames",
            more)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private static String counted(List<Way> which, String what) {
    return which.isEmpty() ? "" : which.stream().mapToLong(Way::size).sum() + what;
  }

  private String said(String what, List<Way> which) {
    return which.isEmpty()
        ? ""
        : what + which.stream().map(Way::toString).collect(Collectors.joining(" and "));
  }

  @Override
  public Placement placement() {
    return built.placement.orElse(built.dials ? Placement.ONE_HOST : Placement.EVERY_HOST);
  }

  @Override
  public List<Endpoint> listensOn() {
    return ways.stream().map(Way::endpoint).flatMap(Optional::stream).toList();
  }

  @Override
  public void pause(boolean paused) {
    ways.forEach(way -> way.pause(paused));
  }

  /**
   * The first bound port, for tests.
   *
   * @return only while listening
   */
  public int port() {
    return ways.get(0).number();
  }
}
