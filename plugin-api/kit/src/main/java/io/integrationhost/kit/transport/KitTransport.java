package io.integrationhost.kit.transport;

import io.integrationhost.kit.Conversation;
import io.integrationhost.kit.Framing;
import io.integrationhost.kit.Network;
import io.integrationhost.kit.Session;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ports of one transport and what listens there. Thread-safe. */
public final class KitTransport implements Transport {

  private static final Logger log = LoggerFactory.getLogger(KitTransport.class);

  private final Service service;
  private final Shared shared;
  private final List<Way> ways;
  private final Builder built;
  private final Watch watch;
  private final Condition condition;
  private final List<Runnable> beside = new ArrayList<>();
  private Optional<CompletableFuture<Void>> started = Optional.empty();
  private Optional<CompletionStage<Void>> stopped = Optional.empty();
  private boolean hasLoops;

  private KitTransport(Builder built) {
    this.built = built;
    this.shared = built.shared;
    this.service = new Service(built.context, shared, built.oneSessionPerDevice, built.label);
    this.ways = built.ways.stream().map(way -> way.apply(service)).toList();
    this.watch = new Watch(service, ways);
    this.condition = new Condition(service, ways, built.health);
    built.keys.warnings().forEach(text -> log.warn("{}: {}", service.label(), text));
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
    private final List<Function<KitTransport, Runnable>> beside = new ArrayList<>();
    private Supplier<Health> health = Health::up;
    private Optional<String> unreachable = Optional.empty();
    private Optional<String> label = Optional.empty();

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
     * What runs beside ports and peers, such as a device for first tests.
     *
     * @param task gets the transport when all its ports are open, unless it is stopped before;
     *     returns what ends the task at the stop. Neither may block
     * @return this
     */
    public Builder beside(Function<KitTransport, Runnable> task) {
      beside.add(task);
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
     * What it is called in logs and messages.
     *
     * @param words in place of integration and transport, such as {@code port 8082}
     * @return this
     */
    public Builder called(String words) {
      label = Optional.of(words);
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
    started = Optional.of(CompletableFuture.allOf(opening).thenRun(this::beginBeside));
    return started.get();
  }

  private synchronized void beginBeside() {
    if (stopped.isEmpty()) {
      built.beside.forEach(task -> beside.add(task.apply(this)));
    }
  }

  @Override
  public synchronized CompletionStage<Void> stop() {
    if (stopped.isEmpty()) {
      watch.stop();
      beside.forEach(Runnable::run);
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
    return condition.health();
  }

  @Override
  public Placement placement() {
    return built.placement.orElse(built.dials ? Placement.ONE_HOST : Placement.EVERY_HOST);
  }

  @Override
  public boolean dials() {
    return built.dials || Transport.super.dials();
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
