package io.integrationhost.host.integration;

import io.integrationhost.host.downlink.DownlinkTarget;
import io.integrationhost.host.slice.TransportPlan;
import io.integrationhost.plugin.Health;
import io.integrationhost.runtime.HostedTransport;
import io.integrationhost.runtime.PluginFailure;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One transport of an integration: keeps it running, and starts it again with growing pauses when
 * it fails for a reason that may pass. Confined to the control thread.
 */
final class TransportSlot {

  private static final Logger log = LoggerFactory.getLogger(TransportSlot.class);
  private static final Set<PluginFailure.Kind> LASTING =
      EnumSet.of(PluginFailure.Kind.CONFIGURATION, PluginFailure.Kind.INCOMPATIBLE);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final TransportPlan plan;
  private final TransportMaker maker;
  private final ScheduledExecutorService control;
  private final Runnable changed;
  private HostedTransport hosted;
  private Optional<String> failure = Optional.of("is starting");
  private Duration pause = FIRST_PAUSE;
  private boolean running;
  private boolean stopped;

  TransportSlot(
      TransportPlan plan,
      HostedTransport hosted,
      TransportMaker maker,
      ScheduledExecutorService control,
      Runnable changed) {
    this.plan = plan;
    this.hosted = hosted;
    this.maker = maker;
    this.control = control;
    this.changed = changed;
  }

  TransportPlan plan() {
    return plan;
  }

  boolean isRunning() {
    return running;
  }

  /** The transport that runs now, for downlinks. */
  DownlinkTarget target() {
    return new HostedTarget(plan.name(), hosted);
  }

  /** What is wrong, for people; empty while the transport runs as it should. */
  Optional<String> failure() {
    return failure.map(reason -> "transport '" + plan.name() + "': " + reason);
  }

  /** Completes when the transport runs or has failed for the first time; then with the failure. */
  CompletionStage<Optional<String>> start() {
    return hosted.start().handleAsync(this::started, control);
  }

  private Optional<String> started(Void nothing, Throwable problem) {
    if (stopped) {
      return Optional.empty();
    }
    running = problem == null;
    if (running) {
      failure = Optional.empty();
      pause = FIRST_PAUSE;
      log.info("transport '{}' runs with plugin {}", plan.name(), plan.copy().label());
    } else {
      failed(problem);
    }
    changed.run();
    return failure();
  }

  private void failed(Throwable problem) {
    PluginFailure fault = PluginFailure.in(problem);
    failure = Optional.of(fault.getMessage());
    if (LASTING.contains(fault.kind())) {
      return;
    }
    var unused = control.schedule(this::again, pause.toMillis(), TimeUnit.MILLISECONDS);
    pause = pause.multipliedBy(2);
    if (pause.compareTo(LONGEST_PAUSE) > 0) {
      pause = LONGEST_PAUSE;
    }
  }

  private void again() {
    if (stopped || running) {
      return;
    }
    hosted
        .stop()
        .handle((done, ignored) -> maker.create(plan))
        .thenCompose(stage -> stage)
        .whenCompleteAsync(
            (fresh, problem) -> {
              if (problem != null) {
                started(null, problem);
              } else if (stopped) {
                fresh.stop();
              } else {
                hosted = fresh;
                start();
              }
            },
            control);
  }

  /** Looks whether a running transport still serves; one that is down is started again. */
  void check() {
    if (!running) {
      return;
    }
    hosted
        .health()
        .whenCompleteAsync(
            (health, problem) -> {
              if (running && !stopped && health != null) {
                looked(health);
              }
            },
            control);
  }

  private void looked(Health health) {
    if (health.status() == Health.Status.DOWN) {
      running = false;
      failure = Optional.of("does not serve any more: " + health.detail());
      changed.run();
      again();
      return;
    }
    Optional<String> wrong =
        health.status() == Health.Status.DEGRADED
            ? Optional.of("does not serve as it should: " + health.detail())
            : Optional.empty();
    if (!wrong.equals(failure)) {
      failure = wrong;
      changed.run();
    }
  }

  /** Completes when the transport has stopped or its deadline has passed; never fails. */
  CompletionStage<Void> stop() {
    if (stopped) {
      return CompletableFuture.completedFuture(null);
    }
    stopped = true;
    running = false;
    return hosted
        .stop()
        .handle(
            (done, problem) -> {
              if (problem != null) {
                log.warn("transport '{}': {}", plan.name(), problem.getMessage());
              }
              return null;
            });
  }
}
