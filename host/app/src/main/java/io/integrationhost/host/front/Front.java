package io.integrationhost.host.front;

import io.integrationhost.ground.CleanText;
import io.integrationhost.host.board.Board;
import io.integrationhost.host.board.Phase;
import io.integrationhost.host.board.PushFigures;
import io.integrationhost.host.board.Status;
import io.integrationhost.host.plan.IntegrationPlan;
import io.integrationhost.host.plan.TransportPlan;
import io.integrationhost.remote.ConverterConfiguration;
import io.integrationhost.remote.IntegrationConfiguration;
import io.integrationhost.remote.LinkState;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the devices of one integration: turns every configuration that ThingsBoard sends into a
 * converter and transports, changing only what differs from what runs. Confined to the control
 * thread, but for what is read.
 */
public final class Front {

  private static final Logger log = LoggerFactory.getLogger(Front.class);

  private final String name;
  private final Planning planning;
  private final ScheduledExecutorService control;
  private final Lifecycle lifecycle;
  private final DataPaths paths;
  private final TransportSet transports;
  private final Board board;
  private final SpoolWatch spool;
  private final Memory memory;
  private final Supplier<Optional<String>> handles;
  private final Clock clock;
  private final PushCounters pushes;

  private Optional<IntegrationConfiguration> latest = Optional.empty();
  private Optional<IntegrationConfiguration> current = Optional.empty();
  private Optional<Instant> configured = Optional.empty();
  private Optional<String> rejection = Optional.empty();
  private Optional<String> spoolProblem = Optional.empty();
  private LinkState link = new LinkState.NotStarted();
  private final PlanRenewals renewals = new PlanRenewals();
  private volatile Parts parts = Parts.NONE;
  // At first it is not known which plugins are installed.
  private boolean applying = true;
  private boolean stopping;

  /** One that is not started; handles: what is wrong with the process's, which is asked often. */
  Front(
      String name,
      Planning planning,
      ScheduledExecutorService control,
      Lifecycle lifecycle,
      DataPaths paths,
      TransportMaker maker,
      Board board,
      SpoolWatch spool,
      Memory memory,
      Supplier<Optional<String>> handles,
      PushCounters pushes,
      Clock clock) {
    this.pushes = pushes;
    this.name = name;
    this.planning = planning;
    this.control = control;
    this.lifecycle = lifecycle;
    this.paths = paths;
    this.transports = new TransportSet(name, maker, control, this::evaluate, paths::forget);
    paths.serve(transports::targets);
    this.board = board;
    this.spool = spool;
    this.memory = memory;
    this.handles = handles;
    this.clock = clock;
  }

  public Status status() {
    return lifecycle.status();
  }

  /** How often each state was entered. Any thread. */
  public Map<Phase, Long> entries() {
    return lifecycle.entries();
  }

  /** What became of configurations. Any thread. */
  public PushFigures pushes() {
    return pushes.figures();
  }

  /** What the transports of a name have counted. Any thread. */
  public Optional<TransportRecord> record(String transport) {
    return transports.known(transport);
  }

  /** What is known of its parts. Any thread. */
  public Parts parts() {
    return parts;
  }

  /** Rests the intake, or lets it go on. */
  public void pauseIntake(boolean paused) {
    paths.intakePaused(paused);
    transports.pauseIntake(paused);
  }

  /**
   * Makes transports anew.
   *
   * @return false when that does not fit the present state
   */
  public boolean restart(Predicate<TransportPlan> meant) {
    if (stopping || applying || current.isEmpty()) {
      return false;
    }
    transports.restart(meant);
    return true;
  }

  /** Takes its place among the running integrations; the link is started by the caller. */
  public void start() {
    lifecycle.moveTo(Phase.CONNECTING, "");
  }

  /** It is known what is installed: a configuration that came earlier has waited for that. */
  public void pluginsKnown() {
    applying = false;
    applyLatest();
    renewPlan();
  }

  /** The link is in another state. */
  public void linkChanged(LinkState state) {
    link = state;
    if (state instanceof LinkState.Waiting && latest.isEmpty() && memory.last().isPresent()) {
      log.warn(
          "integration '{}': ThingsBoard cannot be reached; serving devices with the configuration"
              + " that it sent last",
          name);
      configured(Optional.empty(), memory.last().get());
    } else if (!isLinked()) {
      evaluate();
    }
    // A link that connected brings a configuration, which decides the state.
  }

  /** ThingsBoard accepted the integration or sent a new configuration; or the disk had one. */
  public void configured(
      Optional<PushFigures.Source> source, IntegrationConfiguration configuration) {
    boolean inUse = rejection.isEmpty() && current.equals(Optional.of(configuration));
    source.ifPresent(push -> pushes.came(push, inUse));
    latest = Optional.of(configuration);
    // At once: debug settings restart nothing and need not wait for what does.
    board.noted(configuration);
    applyLatest();
  }

  /** A converter was edited; it may be of no interest here. */
  public void converterChanged(ConverterConfiguration edited) {
    latest
        .flatMap(known -> known.withConverter(edited))
        .ifPresent(changed -> configured(Optional.of(PushFigures.Source.CONVERTER), changed));
  }

  /** Whether no uplink is on its way into the spool. */
  public boolean isIdle() {
    return paths.isIdle();
  }

  private boolean isLinked() {
    return link instanceof LinkState.Connected;
  }

  /** Looks after transports and spool; called at intervals. */
  public void check() {
    transports.check();
    paths.check();
    spoolProblem = spool.look();
    if (planning.isOutdated()) {
      var unused = pluginsChanged();
    }
    evaluate();
  }

  /**
   * Other plugins are installed than before: plans again, and moves what differs. Completes when
   * that is done, with the reason if something that ran keeps a copy that is not installed any
   * more.
   */
  public CompletionStage<Optional<String>> pluginsChanged() {
    CompletionStage<Optional<String>> moved = renewals.add();
    renewPlan();
    return moved;
  }

  private void renewPlan() {
    if (!applying) {
      renewals.settle(this::startsRenewal, () -> stopping ? Optional.empty() : behind());
    }
  }

  /** Applies what is wanted with other plugins, if that changes anything; then it is settled. */
  private boolean startsRenewal() {
    boolean needed = !stopping && latest.isPresent() && planning.isOutdated() && differs();
    if (needed) {
      applyLatest();
    }
    return needed;
  }

  /** What keeps a copy of a plugin that is not installed any more, and why. */
  private Optional<String> behind() {
    return transports.running().stream()
        .filter(plan -> !planning.isCurrent(plan))
        .findFirst()
        .map(plan -> "integration '" + name + "': " + rejection.orElse("it stays behind"));
  }

  /** Whether a new plan asks for anything else than what runs or waits. */
  private boolean differs() {
    return rejection.isPresent()
        || !latest.equals(current)
        || planning.differs(current.orElseThrow(), transports::are);
  }

  /** One change at a time; what came meanwhile is applied as a whole afterwards. */
  private void applyLatest() {
    if (applying || stopping || latest.isEmpty()) {
      return;
    }
    IntegrationConfiguration wanted = latest.get();
    if (lifecycle.phase() == Phase.CONNECTING || lifecycle.phase() == Phase.REFUSED) {
      lifecycle.moveTo(Phase.STARTING, "");
    }
    boolean others = planning.isOutdated() && current.isPresent() && !current.equals(latest);
    applying = true;
    CompletionStage<Void> change = apply(wanted);
    // What is in use may have to move too, although ThingsBoard asks for something else.
    (others ? change.exceptionallyComposeAsync(this::applyCurrent, control) : change)
        .whenCompleteAsync(
            (done, problem) -> {
              applying = false;
              settled(wanted, Optional.ofNullable(problem));
            },
            control);
  }

  private CompletionStage<Void> applyCurrent(Throwable problem) {
    return apply(current.orElseThrow())
        .handle((done, second) -> null)
        .thenCompose(done -> CompletableFuture.failedFuture(problem));
  }

  private CompletionStage<Void> apply(IntegrationConfiguration wanted) {
    try {
      IntegrationPlan plan = planning.plan(wanted, current);
      plan.warnings().forEach(warning -> log.warn("{}", warning));
      DataPaths.Exchange exchange = paths.prepare(wanted, plan);
      if (current.isEmpty()) {
        // Kept even if no transport can be made now: one that is made later needs it.
        exchange.forth();
        planning.use(plan);
      }
      return transports
          .apply(plan.transports(), exchange)
          .whenCompleteAsync((done, problem) -> applied(exchange, plan, problem), control);
    } catch (RuntimeException | Error e) {
      // An Error too: whatever it was, the next configuration must be taken.
      return CompletableFuture.failedFuture(e);
    }
  }

  private void applied(DataPaths.Exchange exchange, IntegrationPlan plan, Throwable problem) {
    try {
      if (problem == null) {
        planning.use(plan);
      } else if (current.isPresent()) {
        exchange.back();
      }
    } finally {
      exchange.end();
    }
  }

  private void settled(IntegrationConfiguration wanted, Optional<Throwable> problem) {
    try {
      if (latest.equals(Optional.of(wanted))) {
        pushes.settled(problem.isEmpty());
      }
      noted(wanted, problem);
    } catch (RuntimeException | Error e) {
      log.error("integration '{}': what became of a configuration cannot be told", name, e);
    }
    // Whatever was thrown: what came meanwhile must not wait for ever.
    if (!latest.equals(Optional.of(wanted))) {
      applyLatest();
    }
    renewPlan();
  }

  private void noted(IntegrationConfiguration wanted, Optional<Throwable> problem) {
    rejection = problem.map(Condition::text).map(text -> Condition.unnamed(text, name, wanted));
    if (problem.isEmpty()) {
      boolean first = current.isEmpty();
      current = Optional.of(wanted);
      configured = Optional.of(clock.instant());
      memory.keep().accept(wanted);
      if (planning.missing().isEmpty() && transports.failures().isEmpty()) {
        log.info(
            "integration '{}': configuration of '{}' {}",
            name,
            CleanText.name(wanted.name()),
            first ? "applied" : "updated");
      }
    }
    Status before = lifecycle.status();
    boolean isLatest = latest.equals(Optional.of(wanted));
    boolean told = isLatest && evaluate();
    boolean shown = !lifecycle.status().equals(before);
    rejection
        .filter(text -> !shown || !lifecycle.status().reason().contains(text))
        .ifPresent(text -> log.error("integration '{}': {}", name, text));
    if (isLatest && !told && isLinked()) {
      // After a reconnect ThingsBoard knows no status any more, even if nothing has changed here.
      board.stateChanged(lifecycle.status());
    }
  }

  /**
   * Derives the state from link, configuration and transports; true if ThingsBoard was told of a
   * change.
   */
  private boolean evaluate() {
    parts = new Parts(current, configured, rejection, transports.views(), paths.converters());
    if (stopping || lifecycle.phase() == Phase.STOPPED) {
      return false;
    }
    long before = lifecycle.told();
    if (latest.isEmpty()) {
      Condition.ofLinkAlone(link, lifecycle);
    } else if (!applying) {
      condition().moveTo(lifecycle);
    }
    boolean news = lifecycle.told() != before && !applying && isLinked() && latest.isPresent();
    if (news) {
      board.stateChanged(lifecycle.status());
    }
    return news;
  }

  private Condition condition() {
    List<String> problems = new ArrayList<>();
    rejection.ifPresent(problems::add);
    Stream.concat(planning.missing().stream(), transports.failures().stream())
        .map(text -> current.map(now -> Condition.unnamed(text, name, now)).orElse(text))
        .forEach(problems::add);
    handles.get().ifPresent(problems::add);
    spoolProblem.ifPresent(problems::add);
    problems.addAll(paths.problems());
    boolean on = current.map(IntegrationConfiguration::enabled).orElse(true);
    return new Condition(link, problems, transports.anyRunning(), on);
  }

  /** Stops serving devices; what is stored can still be delivered. Never fails. */
  public CompletionStage<Void> stopServing() {
    if (stopping || lifecycle.phase() == Phase.STOPPED) {
      return CompletableFuture.completedFuture(null);
    }
    lifecycle.moveTo(Phase.STOPPING, "");
    stopping = true;
    paths.pause();
    return transports.stop();
  }

  /** The end, after the link is closed. */
  public void stopped() {
    parts = new Parts(current, configured, rejection, transports.views(), paths.converters());
    paths.close();
    if (lifecycle.phase() == Phase.STOPPING) {
      lifecycle.moveTo(Phase.STOPPED, "");
    }
  }
}
