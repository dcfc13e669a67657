package io.integrationhost.host.front;

import io.integrationhost.host.downlink.DownlinkTarget;
import io.integrationhost.host.plan.TransportPlan;
import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.Placement;
import io.integrationhost.runtime.HostedTransport;
import io.integrationhost.runtime.PluginFailure;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
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

  private final String integration;
  private final TransportPlan plan;
  private final TransportMaker maker;
  private final ScheduledExecutorService control;
  private final Runnable changed;
  private final BooleanSupplier paused;
  private final TransportRecord record;
  private Optional<HostedTransport> hosted;
  private Optional<String> failure = Optional.of("is starting");
  private Duration pause = FIRST_PAUSE;
  private boolean running;
  private boolean underWay;
  private boolean lasting;
  private boolean away;
  private boolean stopped;

  /** An operator had it stopped to be started again, which has not been tried yet. */
  private boolean restarting;

  private Optional<Future<?>> retry = Optional.empty();

  /**
   * A transport that does not run yet.
   *
   * @param hosted empty for one that its plugin could not make yet
   * @param paused whether an operator has the intake rest
   * @param record what those of the same name have counted
   */
  TransportSlot(
      String integration,
      TransportPlan plan,
      Optional<HostedTransport> hosted,
      TransportMaker maker,
      ScheduledExecutorService control,
      Runnable changed,
      BooleanSupplier paused,
      TransportRecord record) {
    this.record = record;
    this.integration = integration;
    this.plan = plan;
    this.hosted = hosted;
    this.maker = maker;
    this.control = control;
    this.changed = changed;
    this.paused = paused;
  }

  TransportPlan plan() {
    return plan;
  }

  boolean isRunning() {
    return running;
  }

  /** Whether it serves devices, or will in a moment after a restart that an operator asked for. */
  boolean isServing() {
    return running || restarting;
  }

  /** The transport that runs now, for downlinks. */
  DownlinkTarget target() {
    return new HostedTarget(plan.name(), hosted.orElseThrow());
  }

  /** What is wrong, for people; empty while the transport runs as it should. */
  Optional<String> failure() {
    return failure.map(reason -> "transport '" + plan.name() + "': " + reason);
  }

  /** How it is now, for readers on other threads. */
  TransportView view() {
    return new TransportView(
        plan.name(), plan.copy(), plan.layers(), state(), failure.orElse(""), hosted);
  }

  private TransportView.State state() {
    if (stopped) {
      return TransportView.State.STOPPED;
    }
    if (!running) {
      return underWay ? TransportView.State.STARTING : TransportView.State.DOWN;
    }
    if (failure.isEmpty()) {
      return TransportView.State.UP;
    }
    return away ? TransportView.State.DOWN : TransportView.State.DEGRADED;
  }

  /** Has it rest its intake, or go on, if it runs; one that starts later does what it should. */
  void pauseIntake() {
    if (running) {
      boolean rests = paused.getAsBoolean();
      var unused =
          hosted
              .orElseThrow()
              .pause(rests)
              .exceptionally(
                  problem -> {
                    log.warn("{}: {}", label(), text(problem));
                    return null;
                  });
    }
  }

  /** Makes it anew because an operator wants so. */
  void restart() {
    if (stopped || underWay) {
      return;
    }
    retry.ifPresent(next -> next.cancel(false));
    running = false;
    restarting = true;
    lasting = false;
    pause = FIRST_PAUSE;
    failure = Optional.of("is started again, as an operator asked for");
    again();
    changed.run();
  }

  /**
   * Starts the transport as soon as others have ended, whose port it may want. Completes when it
   * runs or has failed for the first time; then with the failure. One that has to wait starts by
   * itself later: then the stage completes at once.
   *
   * @param ended never fails
   */
  CompletionStage<Optional<String>> start(CompletableFuture<Void> ended) {
    if (ended.isDone()) {
      return start();
    }
    underWay = true;
    failure =
        Optional.of(
            "starts when the former transport has been stopped, which has to wait for its plugin");
    changed.run();
    var unused =
        ended.thenRunAsync(
            () -> {
              if (!stopped) {
                tryToStart();
              }
            },
            control);
    return CompletableFuture.completedFuture(Optional.empty());
  }

  private CompletionStage<Optional<String>> start() {
    if (hosted.isEmpty()) {
      again();
      failure = Optional.of("starts when its plugin has time for it");
      changed.run();
      return CompletableFuture.completedFuture(failure());
    }
    underWay = true;
    record.add(hosted.get());
    try {
      return hosted.get().start().handleAsync(this::started, control);
    } catch (RuntimeException | Error e) {
      return CompletableFuture.completedFuture(started(null, e));
    }
  }

  private Optional<String> started(Void nothing, Throwable problem) {
    underWay = false;
    restarting = false;
    if (stopped) {
      return Optional.empty();
    }
    running = problem == null;
    record.started(running);
    if (running) {
      failure = Optional.empty();
      pause = FIRST_PAUSE;
      away = false;
      if (paused.getAsBoolean()) {
        pauseIntake();
      }
      log.info("{} runs with plugin {}", label(), plan.copy().label());
    } else {
      failed(problem);
    }
    changed.run();
    return failure();
  }

  private void failed(Throwable problem) {
    Optional<PluginFailure> fault = ofPlugin(problem);
    failure = Optional.of(fault.map(PluginFailure::getMessage).orElseGet(problem::toString));
    lasting = fault.map(PluginFailure::kind).filter(LASTING::contains).isPresent();
    if (lasting) {
      return;
    }
    try {
      retry = Optional.of(control.schedule(this::again, pause.toMillis(), TimeUnit.MILLISECONDS));
    } catch (RejectedExecutionException e) {
      log.debug("the host is stopping; {} is not started again", label());
    }
    pause = pause.multipliedBy(2);
    if (pause.compareTo(LONGEST_PAUSE) > 0) {
      pause = LONGEST_PAUSE;
    }
  }

  private String label() {
    return "integration '" + integration + "': transport '" + plan.name() + "'";
  }

  /** Whether something else held the plugin, so that it was not asked. */
  static boolean isBusy(Throwable problem) {
    return ofPlugin(problem).filter(fault -> fault.kind() == PluginFailure.Kind.BUSY).isPresent();
  }

  private static String text(Throwable problem) {
    return ofPlugin(problem).map(PluginFailure::getMessage).orElseGet(problem::toString);
  }

  private static Optional<PluginFailure> ofPlugin(Throwable problem) {
    try {
      return Optional.of(PluginFailure.in(problem));
    } catch (IllegalArgumentException e) {
      // A defect of the host, or no memory: it must not be the end of the transport.
      log.error("a transport could not be started or stopped", problem);
      return Optional.empty();
    }
  }

  /** Makes the transport anew when the former one has ended: not before, for it holds its port. */
  private void again() {
    retry = Optional.empty();
    if (stopped || running || underWay) {
      return;
    }
    underWay = true;
    try {
      hosted.ifPresent(this::stopFormer);
      var unused =
          ended()
              .thenComposeAsync(
                  over -> stopped ? CompletableFuture.completedFuture(null) : maker.create(plan),
                  control)
              .whenCompleteAsync(this::made, control);
    } catch (RuntimeException | Error e) {
      started(null, e);
    }
  }

  private void stopFormer(HostedTransport former) {
    var unused = former.stop().exceptionallyAsync(problem -> stopFailed(former, problem), control);
  }

  private Void stopFailed(HostedTransport former, Throwable problem) {
    log.warn("{}: {}", label(), text(problem));
    if (is(former) && underWay && !stopped) {
      failure = Optional.of("is being stopped, to be started again: " + text(problem));
      changed.run();
    }
    return null;
  }

  private void made(HostedTransport fresh, Throwable problem) {
    if (problem != null) {
      started(null, problem);
    } else if (fresh != null && stopped) {
      fresh.stop();
    } else if (fresh != null) {
      hosted = Optional.of(fresh);
      tryToStart();
    }
  }

  /** A start that nobody waits for. */
  private void tryToStart() {
    try {
      start();
    } catch (RuntimeException | Error e) {
      started(null, e);
    }
  }

  /**
   * Looks whether a running transport still serves; one that is down is started again, unless it
   * dials. Called at intervals.
   */
  void check() {
    if (!running) {
      // Whatever went wrong at the last attempt, another one follows.
      if (!underWay && !lasting && retry.filter(next -> !next.isDone()).isEmpty()) {
        again();
      }
      return;
    }
    HostedTransport asked = hosted.orElseThrow();
    asked
        .health()
        .whenCompleteAsync(
            (health, problem) -> {
              if (running && !stopped && is(asked) && health != null) {
                looked(health);
              }
            },
            control);
  }

  private boolean is(HostedTransport one) {
    return hosted.filter(now -> now == one).isPresent();
  }

  private void looked(Health health) {
    boolean down = health.status() == Health.Status.DOWN;
    if (down && !dials()) {
      running = false;
      failure = Optional.of("does not serve any more: " + health.detail());
      // Before others are told, since nothing that they throw may keep it from starting again.
      again();
      changed.run();
      return;
    }
    away = down;
    Optional<String> wrong =
        health.status() == Health.Status.UP
            ? Optional.empty()
            : Optional.of(
                (down ? "does not serve now: " : "does not serve as it should: ")
                    + health.detail());
    if (!wrong.equals(failure)) {
      failure = wrong;
      changed.run();
    }
  }

  /** Its peers are away, and it tries them again itself: another start would only begin anew. */
  private boolean dials() {
    return hosted.filter(one -> one.placement() == Placement.ONE_HOST).isPresent();
  }

  /** Completes when nothing of the transport is open any more, maybe later than a stop. */
  CompletionStage<Void> ended() {
    return hosted.map(HostedTransport::ended).orElse(CompletableFuture.completedFuture(null));
  }

  /** Completes when the transport has stopped or its deadline has passed; never fails. */
  CompletionStage<Void> stop() {
    if (stopped) {
      return CompletableFuture.completedFuture(null);
    }
    stopped = true;
    running = false;
    retry.ifPresent(next -> next.cancel(false));
    return hosted
        .map(HostedTransport::stop)
        .orElse(CompletableFuture.completedFuture(null))
        .handle(
            (done, problem) -> {
              if (problem != null) {
                log.warn("{}: {}", label(), text(problem));
              }
              return null;
            });
  }
}
