package io.integrationhost.host.front;

import io.integrationhost.host.downlink.DownlinkTarget;
import io.integrationhost.host.plan.TransportPlan;
import io.integrationhost.runtime.HostedTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transports of one integration. A new plan touches only what it changes, and only after every
 * changed slice has proven valid. Confined to the control thread.
 */
final class TransportSet {

  private static final Logger log = LoggerFactory.getLogger(TransportSet.class);

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final String integration;
  private final TransportMaker maker;
  private final ScheduledExecutorService control;
  private final Runnable changed;
  private final Map<String, TransportSlot> slots = new LinkedHashMap<>();
  private final Map<String, TransportRecord> records = new ConcurrentHashMap<>();
  private final Consumer<String> gone;

  /** Those that were replaced and have not ended: what comes next may want their ports. */
  private CompletableFuture<Void> leaving = CompletableFuture.completedFuture(null);

  private boolean stopped;
  private boolean paused;

  /**
   * No transports yet.
   *
   * @param gone told when no transport of a name is left
   */
  TransportSet(
      String integration,
      TransportMaker maker,
      ScheduledExecutorService control,
      Runnable changed,
      Consumer<String> gone) {
    this.gone = gone;
    this.integration = integration;
    this.maker = maker;
    this.control = control;
    this.changed = changed;
  }

  boolean anyRunning() {
    return slots.values().stream().anyMatch(TransportSlot::isServing);
  }

  /** What is wrong with transports that do not run. */
  List<String> failures() {
    return slots.values().stream().map(TransportSlot::failure).flatMap(Optional::stream).toList();
  }

  /** The plans of the transports that serve. */
  List<TransportPlan> running() {
    return slots.values().stream()
        .filter(TransportSlot::isRunning)
        .map(TransportSlot::plan)
        .toList();
  }

  /** The transports that serve, for downlinks. */
  List<DownlinkTarget> targets() {
    return slots.values().stream()
        .filter(TransportSlot::isRunning)
        .map(TransportSlot::target)
        .toList();
  }

  /** All of them as they are now. */
  List<TransportView> views() {
    return slots.values().stream().map(TransportSlot::view).toList();
  }

  /** What the transports of a name have counted; any thread. */
  Optional<TransportRecord> known(String name) {
    return Optional.ofNullable(records.get(name));
  }

  private TransportRecord record(String name) {
    return records.computeIfAbsent(name, unknown -> new TransportRecord());
  }

  /** The last one of that name has ended: nothing is counted for it any more. */
  private void forget(String name) {
    if (!slots.containsKey(name)) {
      records.remove(name);
      gone.accept(name);
    }
  }

  /** Has all rest their intake, or go on. */
  void pauseIntake(boolean wanted) {
    paused = wanted;
    slots.values().forEach(TransportSlot::pauseIntake);
  }

  /** Makes those anew that are meant; the others serve on. */
  void restart(Predicate<TransportPlan> meant) {
    List.copyOf(slots.values()).stream()
        .filter(slot -> meant.test(slot.plan()))
        .forEach(TransportSlot::restart);
  }

  /** Whether the transports, running or not, are those of the plans. */
  boolean are(List<TransportPlan> plans) {
    return slots.size() == plans.size() && plans.stream().allMatch(this::runs);
  }

  void check() {
    for (TransportSlot slot : slots.values()) {
      try {
        slot.check();
      } catch (RuntimeException | Error e) {
        // One that cannot be looked at must not hide the others.
        log.error(
            "integration '{}': transport '{}' cannot be looked at now; trying again",
            integration,
            slot.plan().name(),
            e);
      }
    }
  }

  /**
   * Changes what runs into what the plans ask for. The stage fails, and nothing has changed, when a
   * slice cannot be used; it fails, and the former transport runs again, when a changed transport
   * does not start but the former one ran. A new transport that does not start is tried again and
   * fails nothing.
   */
  CompletionStage<Void> apply(List<TransportPlan> plans, Turn turn) {
    List<TransportPlan> wanted = plans.stream().filter(plan -> !runs(plan)).toList();
    return create(wanted).thenComposeAsync(made -> replace(plans, made, turn), control);
  }

  /** What has to change together with the transports. */
  interface Turn {

    /** Everything that is replaced has stopped, and nothing new serves yet. */
    void forth();

    /** What was replaced is about to serve again; maybe without {@link #forth} before. */
    void back();
  }

  private boolean runs(TransportPlan plan) {
    TransportSlot slot = slots.get(plan.name());
    return slot != null && slot.plan().equals(plan);
  }

  /** Completes when all are made; one that waits for its plugin, and replaces none, comes later. */
  private CompletionStage<Map<TransportPlan, CompletableFuture<HostedTransport>>> create(
      List<TransportPlan> plans) {
    Map<TransportPlan, CompletableFuture<HostedTransport>> stages = new LinkedHashMap<>();
    plans.forEach(plan -> stages.put(plan, make(plan)));
    List<CompletableFuture<?>> needed = new ArrayList<>();
    stages.forEach(
        (plan, stage) -> {
          TransportSlot former = slots.get(plan.name());
          boolean replaces = former != null && former.isRunning();
          needed.add(replaces ? stage : stage.handle(TransportSet::madeOrWaiting));
        });
    return all(needed)
        .whenComplete((done, problem) -> discard(problem, stages.values()))
        .thenApply(done -> stages);
  }

  private static HostedTransport madeOrWaiting(HostedTransport made, Throwable problem) {
    if (problem != null && !TransportSlot.isBusy(problem)) {
      throw new CompletionException(problem);
    }
    return made;
  }

  /** What the maker throws must not leave behind what it has made before. */
  private CompletableFuture<HostedTransport> make(TransportPlan plan) {
    return make(plan, System.nanoTime() + PATIENCE.toNanos());
  }

  /** A plugin that something else holds may be free a little later. */
  private CompletableFuture<HostedTransport> make(TransportPlan plan, long end) {
    CompletionStage<HostedTransport> making;
    try {
      making = maker.create(plan);
    } catch (RuntimeException | Error e) {
      return CompletableFuture.failedFuture(e);
    }
    return making
        .handleAsync(
            (made, problem) -> {
              if (problem == null) {
                return CompletableFuture.completedFuture(made);
              }
              return !stopped && System.nanoTime() - end < 0 && TransportSlot.isBusy(problem)
                  ? make(plan, end)
                  : CompletableFuture.<HostedTransport>failedFuture(problem);
            },
            control)
        .thenCompose(outcome -> outcome)
        .toCompletableFuture();
  }

  private static void discard(
      Throwable problem, Collection<CompletableFuture<HostedTransport>> stages) {
    if (problem != null) {
      stages.forEach(
          stage -> {
            var unused = stage.thenCompose(HostedTransport::stop);
          });
    }
  }

  private CompletionStage<Void> replace(
      List<TransportPlan> plans,
      Map<TransportPlan, CompletableFuture<HostedTransport>> made,
      Turn turn) {
    if (stopped) {
      return drop(made.values());
    }
    made(made.values())
        .forEach(hosted -> hosted.warnings().forEach(warning -> log.warn("{}", warning)));
    List<CompletableFuture<Void>> stops = new ArrayList<>();
    List<CompletableFuture<Void>> ends = new ArrayList<>();
    List<String> names = plans.stream().map(TransportPlan::name).toList();
    Map<String, TransportSlot> former = new LinkedHashMap<>();
    for (TransportSlot slot : List.copyOf(slots.values())) {
      String name = slot.plan().name();
      boolean replaced = made.keySet().stream().anyMatch(plan -> plan.name().equals(name));
      if (replaced || !names.contains(name)) {
        if (slot.isRunning()) {
          former.put(name, slot);
        }
        slots.remove(name);
        stops.add(slot.stop().toCompletableFuture());
        CompletableFuture<Void> end = slot.ended().toCompletableFuture();
        ends.add(end);
        if (!names.contains(name)) {
          var unused = end.thenRunAsync(() -> forget(name), control);
        }
      }
    }
    leaving = leaving.isDone() ? all(ends) : CompletableFuture.allOf(leaving, all(ends));
    return all(stops).thenComposeAsync(done -> start(made, former, turn), control);
  }

  private static Stream<HostedTransport> made(
      Collection<CompletableFuture<HostedTransport>> stages) {
    return stages.stream()
        .filter(stage -> !stage.isCompletedExceptionally())
        .map(CompletableFuture::join);
  }

  private static CompletionStage<Void> drop(Collection<CompletableFuture<HostedTransport>> stages) {
    return all(
        made(stages).map(HostedTransport::stop).map(CompletionStage::toCompletableFuture).toList());
  }

  private CompletionStage<Void> start(
      Map<TransportPlan, CompletableFuture<HostedTransport>> made,
      Map<String, TransportSlot> former,
      Turn turn) {
    if (stopped) {
      // Stopped while the former transports were: nobody would stop the new ones.
      return drop(made.values());
    }
    try {
      turn.forth();
    } catch (RuntimeException | Error e) {
      turn.back();
      return drop(made.values())
          .thenCompose(dropped -> all(former.values().stream().map(this::restart).toList()))
          .thenCompose(back -> CompletableFuture.failedFuture(e));
    }
    List<CompletableFuture<Optional<String>>> starts = new ArrayList<>();
    made.forEach(
        (plan, stage) -> {
          Optional<HostedTransport> hosted = made(List.of(stage)).findFirst();
          TransportSlot slot = slot(plan, hosted);
          starts.add(
              slot.start(leaving)
                  .thenComposeAsync(
                      failure -> orBack(slot, failure, former.get(plan.name()), turn), control)
                  .toCompletableFuture());
        });
    return all(starts).thenApply(done -> outcome(starts));
  }

  private static Void outcome(List<CompletableFuture<Optional<String>>> starts) {
    String failures =
        starts.stream()
            .map(CompletableFuture::join)
            .flatMap(Optional::stream)
            .collect(Collectors.joining("; "));
    if (!failures.isEmpty()) {
      throw new IllegalStateException(failures + "; what ran before keeps running");
    }
    return null;
  }

  /** Goes back to the former transport when the new one does not start. */
  private CompletionStage<Optional<String>> orBack(
      TransportSlot slot, Optional<String> failure, TransportSlot former, Turn turn) {
    if (failure.isEmpty() || former == null || slots.get(slot.plan().name()) != slot) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    // First of all it is made, which opens nothing: without it the new one had better stay.
    return make(former.plan())
        .thenComposeAsync(
            hosted -> {
              turn.back();
              CompletionStage<Void> stop = slot.stop();
              leaving = CompletableFuture.allOf(leaving, slot.ended().toCompletableFuture());
              return stop.thenComposeAsync(done -> serve(former.plan(), hosted), control);
            },
            control)
        .handle(
            (restarted, problem) -> {
              if (problem == null) {
                return failure;
              }
              log.warn(
                  "integration '{}': transport '{}' cannot go back to what ran before ({}); the new"
                      + " one is tried again",
                  integration,
                  former.plan().name(),
                  problem.toString());
              return Optional.empty();
            });
  }

  private CompletableFuture<Optional<String>> restart(TransportSlot former) {
    return make(former.plan()).thenComposeAsync(hosted -> serve(former.plan(), hosted), control);
  }

  private CompletionStage<Optional<String>> serve(TransportPlan plan, HostedTransport hosted) {
    if (stopped) {
      return hosted.stop().thenApply(done -> Optional.empty());
    }
    return slot(plan, Optional.of(hosted)).start(leaving);
  }

  private TransportSlot slot(TransportPlan plan, Optional<HostedTransport> hosted) {
    TransportSlot slot =
        new TransportSlot(
            integration, plan, hosted, maker, control, changed, () -> paused, record(plan.name()));
    slots.put(plan.name(), slot);
    return slot;
  }

  /** Completes when all have stopped; never fails. */
  CompletionStage<Void> stop() {
    stopped = true;
    List<CompletableFuture<Void>> stops =
        slots.values().stream().map(slot -> slot.stop().toCompletableFuture()).toList();
    return all(stops);
  }

  private static CompletableFuture<Void> all(Collection<? extends CompletableFuture<?>> stages) {
    return CompletableFuture.allOf(
        stages.stream().filter(Objects::nonNull).toArray(CompletableFuture<?>[]::new));
  }
}
