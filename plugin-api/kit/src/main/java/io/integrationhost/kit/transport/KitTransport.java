package io.integrationhost.kit.transport;

import io.integrationhost.kit.Conversation;
import io.integrationhost.kit.Framing;
import io.integrationhost.kit.Network;
import io.integrationhost.kit.Session;
import io.integrationhost.kit.run.FollowedTls;
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

/** The ports of one transport and what listens there. Thread-safe. */
public final class KitTransport implements Transport {

  private final Service service;
  private final Shared shared;
  private final List<Port<?>> ports;
  private final Builder built;
  private final Watch watch;
  private Optional<CompletableFuture<Void>> started = Optional.empty();
  private Optional<CompletionStage<Void>> stopped = Optional.empty();
  private boolean hasLoops;

  private KitTransport(Builder built) {
    this.built = built;
    this.shared = built.shared;
    this.service = new Service(built.context, shared, built.oneSessionPerDevice);
    this.ports = built.ports.stream().<Port<?>>map(port -> port.apply(service)).toList();
    this.watch = new Watch(service, ports);
  }

  /** Puts a transport together. For one thread. */
  public static final class Builder {

    private final TransportContext context;
    private final Keys keys;
    private final Shared shared;
    private final List<Function<Service, Port<?>>> ports = new ArrayList<>();
    private boolean oneSessionPerDevice;
    private boolean downlinks = true;
    private Placement placement = Placement.EVERY_HOST;
    private Supplier<Health> health = Health::up;
    private String unreachable =
        "has not been heard on any open connection; it can be reached once an uplink of it was"
            + " stored";

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
      ports.add(service -> new Port<>(service, settings, framing, conversation));
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
      unreachable = why;
      return this;
    }

    /**
     * On which hosts of a cluster the transport is started.
     *
     * @param where on every one unless it is said
     * @return this
     */
    public Builder placement(Placement where) {
      placement = where;
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
        ports.stream().map(Port::open).toArray(CompletableFuture<?>[]::new);
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
                      ports.stream()
                          .map(port -> port.stop().toCompletableFuture())
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
                        "device '" + downlink.deviceName() + "' " + built.unreachable)));
  }

  @Override
  public synchronized Health health() {
    if (stopped.isPresent() || started.isEmpty() || !started.get().isDone()) {
      return Health.down(stopped.isPresent() ? "stopped" : "not listening yet");
    }
    Optional<String> problem =
        ports.stream().map(Port::problem).flatMap(Optional::stream).findFirst();
    if (problem.isPresent()) {
      return Health.down(problem.get());
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

  private Optional<String> certificates() {
    return ports.stream()
        .map(port -> port.tls().flatMap(FollowedTls::problem))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private String detail(String more) {
    long connections = ports.stream().mapToLong(port -> port.admission().size()).sum();
    long refused = ports.stream().mapToLong(port -> port.admission().refused()).sum();
    return "listening on "
        + ports.stream().map(Port::toString).collect(Collectors.joining(" and "))
        + ", "
        + connections
        + " connections, "
        + refused
        + " refused, "
        + service.reports().badFrames()
        + " bad frames"
        + (more.isEmpty() ? "" : ", " + more);
  }

  @Override
  public Placement placement() {
    return built.placement;
  }

  @Override
  public List<Endpoint> listensOn() {
    return ports.stream().map(Port::endpoint).toList();
  }

  @Override
  public void pause(boolean paused) {
    ports.forEach(port -> port.pause(paused));
  }

  /**
   * The first bound port, for tests.
   *
   * @return only while listening
   */
  public int port() {
    return ports.get(0).number();
  }
}
