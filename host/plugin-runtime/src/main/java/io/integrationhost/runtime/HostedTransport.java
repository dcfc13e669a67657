package io.integrationhost.runtime;

import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Endpoint;
import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.Placement;
import io.integrationhost.runtime.PluginFailure.Kind;
import io.integrationhost.runtime.meter.MeterReading;
import io.integrationhost.runtime.wire.TransportWire;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A transport that runs in a plugin. Methods may be called from any thread and never block. Stages
 * complete on the thread {@code plugin-results}, which continuations must not block, within the
 * {@link Deadlines}, but for {@link #ended()}, and fail with a {@link PluginFailure} only (see
 * {@link PluginFailure#in}).
 *
 * <p>Runs once: after a stop, or a start that failed, make a new one.
 */
public final class HostedTransport {

  private static final Logger LOG = LoggerFactory.getLogger(HostedTransport.class);

  private final PluginInfo plugin;
  private final String label;
  private final List<String> warnings;
  private final Placement placement;
  private final boolean dials;
  private final List<Endpoint> listensOn;
  private final Telling telling;
  private final Consumer<HostedTransport> gone;
  private final AtomicReference<LiveTransport> live;
  private final AtomicBoolean startCalled = new AtomicBoolean();
  private final AtomicReference<CompletableFuture<Void>> stopping = new AtomicReference<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private volatile boolean running;
  private volatile UplinkLoad lastLoad = UplinkLoad.NONE;

  HostedTransport(
      PluginInfo plugin,
      String label,
      List<String> warnings,
      MadeTransport made,
      Telling telling,
      LiveTransport live,
      Consumer<HostedTransport> gone) {
    this.plugin = plugin;
    this.label = label;
    this.warnings = warnings;
    this.placement = made.placement();
    this.dials = made.dials();
    this.listensOn = made.listensOn();
    this.telling = telling;
    this.live = new AtomicReference<>(live);
    this.gone = gone;
  }

  public PluginInfo plugin() {
    return plugin;
  }

  /** The transport and its integration, as messages name them. */
  public String label() {
    return label;
  }

  /**
   * Keys of the slice that the plugin's {@code plugin.conf} does not know, one sentence each. An
   * empty object in {@code plugin.conf} allows any keys below it.
   */
  public List<String> warnings() {
    return warnings;
  }

  /** On which hosts of a cluster it runs. */
  public Placement placement() {
    return placement;
  }

  /** Whether it goes to its peers by itself, and tries again while they are away. */
  public boolean dials() {
    return dials;
  }

  /** The ports that a start binds; empty when it dials, or does not tell. */
  public List<Endpoint> listensOn() {
    return listensOn;
  }

  /** What passes on its sockets; can be read after its end, too. */
  public TransportWire wire() {
    return telling.wire();
  }

  /** Its uplinks of now, and those that never reached the host; can be read after its end, too. */
  public UplinkLoad uplinks() {
    LiveTransport transport = live.get();
    return transport == null ? lastLoad : transport.load();
  }

  /** Bytes that it keeps because of its devices. */
  public long memoryHeld() {
    return telling.memory().taken();
  }

  /** What it counts; can be read after its end, too. */
  public List<MeterReading> counters() {
    return telling.meters().counters();
  }

  /** Its gauges of now; none when it does not run, or its plugin does not answer. Never fails. */
  public CompletionStage<List<MeterReading>> gauges() {
    LiveTransport transport = live.get();
    return transport == null || !running || !telling.meters().hasGauges()
        ? CompletableFuture.completedFuture(List.of())
        : transport.gauges().exceptionally(failure -> List.of());
  }

  /** What it tells people of itself; empty as {@link #gauges}. Never fails. */
  public CompletionStage<Map<String, String>> facts() {
    LiveTransport transport = live.get();
    return transport == null || !running
        ? CompletableFuture.completedFuture(Map.of())
        : transport.facts().exceptionally(failure -> Map.of());
  }

  /** Rests its intake, or lets it go on; completes when it has been told. */
  public CompletionStage<Void> pause(boolean paused) {
    LiveTransport transport = live.get();
    return transport == null || !running
        ? CompletableFuture.failedFuture(refusal("pause", "it is not running"))
        : transport.pause(paused);
  }

  /**
   * Starts the transport; completes when devices can be served. A start that fails is rolled back
   * by a stop before the stage fails; one that misses its deadline is rolled back afterwards.
   */
  public CompletionStage<Void> start() {
    LiveTransport transport = live.get();
    if (transport == null || stopping.get() != null) {
      return CompletableFuture.failedFuture(refusal("start", "it has been stopped"));
    }
    if (!startCalled.compareAndSet(false, true)) {
      return CompletableFuture.failedFuture(refusal("start", "it was started before"));
    }
    CompletableFuture<Void> result = new CompletableFuture<>();
    var unused =
        transport
            .start(() -> stopAgain(transport))
            .whenComplete((done, failure) -> started(transport, result, failure));
    return result;
  }

  private void started(LiveTransport transport, CompletableFuture<Void> result, Throwable fault) {
    if (fault == null) {
      running = true;
      if (stopping.get() == null) {
        result.complete(null);
        return;
      }
      running = false;
      stopAgain(transport);
    }
    PluginFailure failure =
        fault == null ? refusal("start", "it was stopped meanwhile") : PluginFailure.in(fault);
    CompletionStage<Void> rollback = stop();
    if (failure.kind() == Kind.DEADLINE || failure.kind() == Kind.BUSY) {
      result.completeExceptionally(failure);
    } else {
      rollback.whenComplete((done, ignored) -> result.completeExceptionally(failure));
    }
  }

  /** For a start that completed after the transport had been told to stop. */
  private void stopAgain(LiveTransport transport) {
    LOG.warn("plugin {}: {} started too late and is stopped again", plugin.label(), label);
    var unused = transport.stop().result().whenComplete((done, failure) -> logFault(failure));
  }

  private static void logFault(Throwable failure) {
    if (failure != null) {
      LOG.warn("{}", failure.getMessage());
    }
  }

  /**
   * Stops the transport and releases all that the host made for it, also when the plugin fails to
   * stop it, which fails the stage. Further calls answer with the first one's outcome.
   *
   * <p>While something else holds the plugin the stop waits for its turn and the transport goes on:
   * after the deadline the stage fails with {@link Kind#BUSY}, and {@link #ended()} tells when it
   * is over.
   */
  public CompletionStage<Void> stop() {
    CompletableFuture<Void> mine = new CompletableFuture<>();
    CompletableFuture<Void> first = stopping.compareAndExchange(null, mine);
    if (first != null) {
      return first.copy();
    }
    running = false;
    LiveTransport transport = live.get();
    PluginCall<Void> call = transport.stop();
    var unused = call.result().whenComplete((done, fault) -> tellIfBusy(mine, fault));
    var unusedToo =
        call.ended()
            .thenCompose(over -> call.result())
            .whenComplete((done, fault) -> stopped(transport, mine, fault));
    return mine.copy();
  }

  private static void tellIfBusy(CompletableFuture<Void> stage, Throwable fault) {
    if (fault != null && PluginFailure.in(fault).kind() == Kind.BUSY) {
      stage.completeExceptionally(PluginFailure.in(fault));
    }
  }

  private void stopped(LiveTransport transport, CompletableFuture<Void> stage, Throwable fault) {
    try {
      transport.release();
    } finally {
      UplinkLoad load = transport.load();
      lastLoad = new UplinkLoad(0, load.overLimit(), load.faults());
      live.set(null);
      gone.accept(this);
      ended.complete(null);
      if (fault == null) {
        stage.complete(null);
      } else {
        stage.completeExceptionally(PluginFailure.in(fault));
      }
    }
  }

  /**
   * Completes when a stop has run, however it went, or its plugin is unloaded: only then is free
   * what the transport had opened, such as a port. Until then its uplinks are taken. Never fails.
   */
  public CompletionStage<Void> ended() {
    return ended.copy();
  }

  /** Hands a downlink to the transport; completes when the device's connection has the bytes. */
  public CompletionStage<Void> downlink(Downlink downlink) {
    LiveTransport transport = live.get();
    if (transport == null || !running) {
      return CompletableFuture.failedFuture(
          refusal("downlink to device '" + downlink.deviceName() + "'", "it is not running"));
    }
    return transport.downlink(downlink);
  }

  /**
   * How the transport is doing. Never fails: a plugin that does not answer is down, one that could
   * not be asked is degraded.
   */
  public CompletionStage<Health> health() {
    LiveTransport transport = live.get();
    if (transport == null || !running) {
      return CompletableFuture.completedFuture(Health.down(label + " is not running"));
    }
    return transport
        .health()
        .handle(
            (health, failure) ->
                Optional.ofNullable(health)
                    .orElseGet(
                        () ->
                            failure == null
                                ? Health.down(label + " gave no health")
                                : unanswered(PluginFailure.in(failure))));
  }

  /** A plugin that something else holds says nothing about this transport. */
  private static Health unanswered(PluginFailure failure) {
    return failure.kind() == Kind.BUSY
        ? Health.degraded("it serves, as far as is known: " + failure.getMessage())
        : Health.down(failure.getMessage());
  }

  private PluginFailure refusal(String what, String why) {
    return new Failures(plugin.label())
        .because(
            Kind.UNAVAILABLE, what + " of " + label, why, "create the transport anew to run it");
  }
}
