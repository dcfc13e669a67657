package io.integrationhost.converter;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The scripts of one integration, which run in one place and answer for each other: what cannot be
 * stopped is charged to all of them, whatever version of whichever converter it was. Thread safe.
 */
public final class IntegrationScripts {
  private final String name;
  private final ConverterEngine engine;
  private final Isolator isolator;

  /** All below belongs to the {@link Isolator} and its lock. */
  final Set<Station> stations = new HashSet<>();

  Crew crew;

  /** The process that was made for it, which it may have left; null while there is none. */
  Crew own;

  /** Whether its process was made because of a lost call, not to save it from others. */
  boolean charged;

  /** Calls that could not be stopped, on that day. */
  int lost;

  LocalDate lostOn = LocalDate.MIN;

  /** Read without the lock by each message. */
  private volatile ScriptBlock block;

  private volatile ScriptCounters counters = new ScriptCounters();

  /** Threads of this process that scripts of the integration hold and nothing stops. */
  private final AtomicInteger lostThreads = new AtomicInteger();

  IntegrationScripts(String name, ConverterEngine engine, Isolator isolator) {
    this.name = name;
    this.engine = engine;
    this.isolator = isolator;
  }

  /** The integration's name in the settings; empty for scripts of no integration. */
  public String name() {
    return name;
  }

  /** Counts in these from now on. */
  public void countIn(ScriptCounters other) {
    counters = other;
  }

  ScriptCounters counters() {
    return counters;
  }

  void threadsLost(int more) {
    lostThreads.addAndGet(more);
  }

  /** How it stands with the scripts now. Any thread; waits for nobody but for a moment. */
  public ScriptFigures figures() {
    List<Station> now = isolator.stations(this);
    return new ScriptFigures(
        counters.uplinks(),
        counters.downlinks(),
        state(now, Direction.UPLINK),
        state(now, Direction.DOWNLINK),
        lostThreads.get(),
        isolator.hasProcess(this) ? 1 : 0);
  }

  private static ScriptFigures.State state(List<Station> stations, Direction direction) {
    int waiting = 0;
    int blockedSources = 0;
    boolean blocked = false;
    for (Station station : stations) {
      if (station.direction() == direction) {
        ErrorBudget budget = station.budget();
        waiting += station.waiting();
        blocked |= budget.blocked().isPresent();
        blockedSources += budget.blockedSources();
      }
    }
    return new ScriptFigures.State(waiting, blocked, blockedSources);
  }

  /**
   * See {@link ConverterEngine#uplink}.
   *
   * @throws ConverterException when the definition cannot be used; the message names the converter
   */
  public UplinkConverter uplink(ConverterDefinition definition) {
    return engine.uplink(definition, this);
  }

  /**
   * See {@link ConverterEngine#downlink}.
   *
   * @throws ConverterException when the definition cannot be used; the message names the converter
   */
  public DownlinkConverter downlink(ConverterDefinition definition) {
    return engine.downlink(definition, this);
  }

  /** Whether these scripts belong to no integration, as those that are only tried. */
  boolean isNobody() {
    return name.isEmpty();
  }

  void add(Station station) {
    isolator.add(this, station);
  }

  void remove(Station station) {
    isolator.remove(this, station);
  }

  /** A call of this converter could not be stopped. */
  void lost(Station station) {
    isolator.lost(this, station.name());
  }

  /** Why no script of the integration runs; also sees whether another day has begun. */
  Optional<ScriptFailure> refusal() {
    ScriptBlock present = block;
    if (present == null || isolator.liftIfOutdated(this, present)) {
      return Optional.empty();
    }
    return Optional.of(new ScriptFailure(ConverterException.Kind.BLOCKED, present.text()));
  }

  Optional<ScriptBlock> block() {
    return Optional.ofNullable(block);
  }

  void block(ScriptBlock changed) {
    block = changed;
  }
}
