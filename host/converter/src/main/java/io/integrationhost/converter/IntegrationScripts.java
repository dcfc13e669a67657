package io.integrationhost.converter;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

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

  IntegrationScripts(String name, ConverterEngine engine, Isolator isolator) {
    this.name = name;
    this.engine = engine;
    this.isolator = isolator;
  }

  /** The integration's name in the settings; empty for scripts of no integration. */
  public String name() {
    return name;
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
