package io.integrationhost.host.integration;

import io.integrationhost.host.deadletter.ReplayWatcher;
import io.integrationhost.host.delivery.Deliverer;
import io.integrationhost.host.delivery.DeliveryCounters;
import io.integrationhost.host.downlink.DownlinkCounters;
import io.integrationhost.host.downlink.DownlinkPath;
import io.integrationhost.host.event.IntegrationEvents;
import io.integrationhost.host.plan.OperatorSettings;
import io.integrationhost.host.settings.IntegrationSettings;
import io.integrationhost.host.wirelog.WireLog;
import io.integrationhost.spool.Spool;
import io.integrationhost.spool.SpoolStats;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An integration with everything that belongs to it, from start to stop. Safe for any thread. */
public final class RunningIntegration implements LiveIntegration {

  private static final Logger log = LoggerFactory.getLogger(RunningIntegration.class);
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final Duration LAST_EVENTS = Duration.ofSeconds(2);
  private static final Duration CHECK = Duration.ofSeconds(5);

  private final String name;
  private final Integration integration;
  private final LinkSlot link;
  private final Spool spool;
  private final Deliverer deliverer;
  private final ReplayWatcher replay;
  private final DeliveryCounters counters;
  private final IntegrationEvents events;
  private final DownlinkPath downlinks;
  private final AtomicReference<OperatorSettings> operator;
  private final ScheduledExecutorService control;
  private final Steering steering;
  private final WireLog wireLog;
  private final TapSeat tap;
  private final Readings readings;
  private final CompletionStage<Void> plugins;
  private volatile Optional<Future<?>> checks = Optional.empty();

  RunningIntegration(
      String name,
      Integration integration,
      LinkSlot link,
      Spool spool,
      Deliverer deliverer,
      ReplayWatcher replay,
      DeliveryCounters counters,
      IntegrationEvents events,
      DownlinkPath downlinks,
      AtomicReference<OperatorSettings> operator,
      ScheduledExecutorService control,
      Steering steering,
      WireLog wireLog,
      Readings readings,
      TapSeat tap,
      CompletionStage<Void> plugins) {
    this.plugins = plugins;
    this.wireLog = wireLog;
    this.readings = readings;
    this.name = name;
    this.integration = integration;
    this.link = link;
    this.spool = spool;
    this.deliverer = deliverer;
    this.replay = replay;
    this.counters = counters;
    this.events = events;
    this.downlinks = downlinks;
    this.operator = operator;
    this.control = control;
    this.steering = steering;
    this.tap = tap;
  }

  public String name() {
    return name;
  }

  public Status status() {
    return integration.status();
  }

  public DeliveryCounters.Snapshot counters() {
    return counters.snapshot();
  }

  public DownlinkCounters.Snapshot downlinks() {
    return downlinks.counters();
  }

  public SpoolStats spool() {
    return spool.stats();
  }

  /** How it is now. */
  public IntegrationView view() {
    Parts parts = integration.parts();
    return new IntegrationView(
        name,
        integration.status(),
        steering.paused(),
        parts.configuration(),
        parts.configured(),
        parts.rejection(),
        link.state(),
        link.server(),
        spool.stats(),
        parts.transports(),
        parts.converterViews());
  }

  /** All its numbers of now; of plugins' gauges those that were asked for last. */
  public IntegrationFigures figures() {
    return readings.read();
  }

  /** Asks the plugins of its transports for their gauges; never waits, and never fails. */
  public List<CompletableFuture<?>> askGauges() {
    return readings.askGauges();
  }

  /** Where somebody may look at all that passes. */
  public TapSeat tap() {
    return tap;
  }

  /** What an operator does with it. */
  public Steering steering() {
    return steering;
  }

  /** What passes between it and its devices, in files for as long as somebody wants that. */
  public WireLog wireLog() {
    return wireLog;
  }

  /** Connects; everything else follows from what ThingsBoard answers. */
  @Override
  public void start() {
    control.execute(
        () -> {
          try {
            steering.begin();
            integration.start();
            events.start(control);
          } finally {
            link.start();
          }
        });
    var unused = plugins.thenRunAsync(integration::pluginsKnown, control);
    checks =
        Optional.of(
            control.scheduleWithFixedDelay(
                integration::check, CHECK.toMillis(), CHECK.toMillis(), TimeUnit.MILLISECONDS));
  }

  @Override
  public boolean canAdopt(IntegrationSettings wanted) {
    return link.canAdopt(wanted);
  }

  /**
   * Connects anew if that is what has changed, and replaces the transports that are configured in
   * another way; the others, converters and what is stored stay as they are.
   */
  @Override
  public void adopt(IntegrationSettings wanted) {
    if (link.differs(wanted)) {
      link.adopt(wanted);
    }
    operator.set(wanted.operator());
    var unused = pluginsChanged();
  }

  /** See {@link Integration#pluginsChanged()}. Completes at once when the host is stopping. */
  CompletionStage<Optional<String>> pluginsChanged() {
    try {
      return CompletableFuture.supplyAsync(integration::pluginsChanged, control)
          .thenCompose(moved -> moved);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
  }

  /**
   * Stops serving devices, delivers what is stored as long as the deadline allows, and leaves
   * ThingsBoard. The stage never fails.
   *
   * @return how many readings stay stored
   */
  @Override
  public CompletionStage<Long> stop(Duration deadline) {
    long end = System.nanoTime() + deadline.toNanos();
    return CompletableFuture.supplyAsync(integration::stopServing, control)
        .thenCompose(stopped -> stopped)
        .thenComposeAsync(stopped -> drained(end), control)
        .handle((drained, problem) -> link.close())
        .thenCompose(closing -> closing)
        .thenComposeAsync(closed -> converted(end), control)
        .handleAsync(
            (closed, problem) -> {
              try {
                integration.stopped();
              } catch (RuntimeException | Error e) {
                log.error("integration '{}' did not stop cleanly", name, e);
              }
              return leave();
            },
            control)
        .thenCompose(left -> downlinks.flushed().handle((flushed, problem) -> left));
  }

  private CompletionStage<Void> drained(long end) {
    events.stopping();
    CompletableFuture<Void> drained = new CompletableFuture<>();
    lookAgain(drained, end, System.nanoTime() + LAST_EVENTS.toNanos());
    return drained;
  }

  private void lookAgain(CompletableFuture<Void> drained, long end, long endOfEvents) {
    try {
      if (isDrained(endOfEvents) || System.nanoTime() > end) {
        drained.complete(null);
      } else {
        var unused =
            control.schedule(
                () -> lookAgain(drained, end, endOfEvents), LOOK.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (RuntimeException | Error e) {
      // The stop would wait for ever.
      drained.completeExceptionally(e);
    }
  }

  private boolean isDrained(long endOfEvents) {
    if (steering.paused().delivery()) {
      return integration.isIdle();
    }
    boolean told = events.isIdle() || System.nanoTime() > endOfEvents;
    return integration.isIdle()
        && ((spool.stats().records() == 0 && told) || !integration.isLinked());
  }

  /** Downlinks that came to the last moment: ThingsBoard does not send them again. */
  private CompletionStage<Void> converted(long end) {
    CompletableFuture<Void> converted = new CompletableFuture<>();
    awaitConverted(converted, end);
    return converted;
  }

  private void awaitConverted(CompletableFuture<Void> converted, long end) {
    if (downlinks.isIdle() || System.nanoTime() > end) {
      converted.complete(null);
    } else {
      var unused =
          control.schedule(
              () -> awaitConverted(converted, end), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private long leave() {
    checks.ifPresent(timer -> timer.cancel(false));
    wireLog.close();
    replay.close();
    events.close();
    long left = spool.stats().records();
    if (left > 0) {
      log.info("integration '{}': {} readings stay stored for the next start", name, left);
    }
    deliverer.close();
    spool.close();
    return left;
  }
}
