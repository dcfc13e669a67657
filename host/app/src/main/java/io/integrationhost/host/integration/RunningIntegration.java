package io.integrationhost.host.integration;

import io.integrationhost.host.back.Back;
import io.integrationhost.host.board.Joint;
import io.integrationhost.host.board.Status;
import io.integrationhost.host.delivery.DeliveryCounters;
import io.integrationhost.host.downlink.DownlinkCounters;
import io.integrationhost.host.front.Front;
import io.integrationhost.host.front.Parts;
import io.integrationhost.host.plan.OperatorSettings;
import io.integrationhost.host.settings.IntegrationSettings;
import io.integrationhost.host.wirelog.WireLog;
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
  private static final Duration CHECK = Duration.ofSeconds(5);

  private final Joint joint;
  private final Front front;
  private final Back back;
  private final AtomicReference<OperatorSettings> operator;
  private final ScheduledExecutorService control;
  private final Steering steering;
  private final WireLog wireLog;
  private final Readings readings;
  private final TapSeat tap;
  private final CompletionStage<Void> plugins;
  private volatile Optional<Future<?>> checks = Optional.empty();

  RunningIntegration(
      Joint joint,
      Front front,
      Back back,
      AtomicReference<OperatorSettings> operator,
      ScheduledExecutorService control,
      Steering steering,
      WireLog wireLog,
      Readings readings,
      TapSeat tap,
      CompletionStage<Void> plugins) {
    this.joint = joint;
    this.front = front;
    this.back = back;
    this.operator = operator;
    this.control = control;
    this.steering = steering;
    this.wireLog = wireLog;
    this.readings = readings;
    this.tap = tap;
    this.plugins = plugins;
  }

  public String name() {
    return joint.name();
  }

  public Status status() {
    return front.status();
  }

  public DeliveryCounters.Snapshot counters() {
    return joint.counters().snapshot();
  }

  public DownlinkCounters.Snapshot downlinks() {
    return back.downlinks().counters();
  }

  public SpoolStats spool() {
    return joint.log().stats();
  }

  /** How it is now. */
  public IntegrationView view() {
    Parts parts = front.parts();
    return new IntegrationView(
        joint.name(),
        front.status(),
        steering.paused(),
        parts.configuration(),
        parts.configured(),
        parts.rejection(),
        back.linkState(),
        back.server(),
        joint.log().stats(),
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
            front.start();
          } finally {
            back.start();
          }
        });
    var unused = plugins.thenRunAsync(front::pluginsKnown, control);
    checks =
        Optional.of(
            control.scheduleWithFixedDelay(
                front::check, CHECK.toMillis(), CHECK.toMillis(), TimeUnit.MILLISECONDS));
  }

  @Override
  public boolean canAdopt(IntegrationSettings wanted) {
    return back.canAdopt(wanted);
  }

  /**
   * Connects anew if that is what has changed, and replaces the transports that are configured in
   * another way; the others, converters and what is stored stay as they are.
   */
  @Override
  public void adopt(IntegrationSettings wanted) {
    back.adopt(wanted);
    operator.set(wanted.operator());
    var unused = pluginsChanged();
  }

  /** See {@link Front#pluginsChanged()}. Completes at once when the host is stopping. */
  CompletionStage<Optional<String>> pluginsChanged() {
    try {
      return CompletableFuture.supplyAsync(front::pluginsChanged, control)
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
    return CompletableFuture.supplyAsync(front::stopServing, control)
        .thenCompose(stopped -> stopped)
        .thenComposeAsync(stopped -> back.drain(end, front::isIdle), control)
        .handle((drained, problem) -> back.leave())
        .thenCompose(closing -> closing)
        .thenComposeAsync(closed -> back.converted(end), control)
        .handleAsync(
            (closed, problem) -> {
              try {
                front.stopped();
              } catch (RuntimeException | Error e) {
                log.error("integration '{}' did not stop cleanly", joint.name(), e);
              }
              return leave();
            },
            control)
        .thenCompose(left -> back.downlinks().flushed().handle((flushed, problem) -> left));
  }

  private long leave() {
    checks.ifPresent(timer -> timer.cancel(false));
    wireLog.close();
    long left = back.close();
    if (left > 0) {
      log.info("integration '{}': {} readings stay stored for the next start", joint.name(), left);
    }
    return left;
  }
}
