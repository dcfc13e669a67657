package io.integrationhost.runtime.meter;

import io.integrationhost.plugin.Counter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one transport adds to the host's metrics, within bounds. Safe for any thread. */
public final class Meters {

  static final int MOST_NAMES = 20;
  static final int MOST_SERIES = 50;

  private static final Logger log = LoggerFactory.getLogger(Meters.class);
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,59}");
  private static final Set<String> OURS = Set.of("integration", "transport");
  private static final int MOST_TEXT = 200;

  private final String owner;
  private final Map<String, Meter> meters = new LinkedHashMap<>();
  private int series;
  private boolean warned;
  private boolean closed;

  /** One name: a counter, with a label or without, or a gauge. */
  private record Meter(
      String help, Optional<LabelledCount> labelled, Optional<Count> count, LongSupplier value) {}

  /**
   * None yet.
   *
   * @param owner as messages name the transport
   */
  public Meters(String owner) {
    this.owner = owner;
  }

  /** As of the context. */
  public synchronized Counter counter(String name, String help) {
    Optional<Meter> known = known(name);
    if (known.isPresent()) {
      return known
          .get()
          .count()
          .orElseThrow(() -> refusal(name, "was used for something else; choose another name"));
    }
    if (!room(name, 1)) {
      return Counter.IGNORED;
    }
    Count made = new Count();
    meters.put(name, new Meter(text(help), Optional.empty(), Optional.of(made), null));
    return made;
  }

  /** As of the context. */
  public synchronized Counter counter(String name, String help, String label, String... values) {
    if (label == null || !NAME.matcher(label).matches() || OURS.contains(label)) {
      throw refusal(
          name,
          "has the label '"
              + label
              + "' (expected: lower-case letters, digits and underscores, and not integration or"
              + " transport)");
    }
    Set<String> wanted = new LinkedHashSet<>();
    for (String value : values) {
      wanted.add(Objects.requireNonNull(value, "value"));
    }
    Optional<Meter> known = known(name);
    if (known.isPresent()) {
      return known
          .get()
          .labelled()
          .filter(before -> before.isOf(label, wanted))
          .orElseThrow(() -> refusal(name, "was used for something else; choose another name"));
    }
    if (!room(name, wanted.size() + (wanted.contains(LabelledCount.OTHER) ? 0 : 1))) {
      return Counter.IGNORED;
    }
    LabelledCount made = new LabelledCount(label, wanted);
    meters.put(name, new Meter(text(help), Optional.of(made), Optional.empty(), null));
    return made;
  }

  /** As of the context. */
  public synchronized void gauge(String name, String help, LongSupplier value) {
    Objects.requireNonNull(value, "value");
    Optional<Meter> known = known(name);
    if (known.isPresent() && known.get().value() == null) {
      throw refusal(name, "was used for something else; choose another name");
    }
    if (known.isPresent() || room(name, 1)) {
      meters.put(name, new Meter(text(help), Optional.empty(), Optional.empty(), value));
    }
  }

  private Optional<Meter> known(String name) {
    if (name == null || !NAME.matcher(name).matches()) {
      throw refusal(
          name,
          "is malformed (expected: lower-case letters, digits and underscores, beginning with a"
              + " letter, at most 60)");
    }
    return Optional.ofNullable(meters.get(name));
  }

  private IllegalArgumentException refusal(String name, String why) {
    return new IllegalArgumentException("the counter or gauge '" + name + "' " + why);
  }

  private boolean room(String name, int more) {
    if (closed) {
      return false;
    }
    if (meters.size() < MOST_NAMES && series + more <= MOST_SERIES) {
      series += more;
      return true;
    }
    if (!warned) {
      warned = true;
      log.warn(
          "{}: its counter or gauge '{}' is left out, and so are those that follow: a transport may"
              + " have {} names and {} series",
          owner,
          text(name),
          MOST_NAMES,
          MOST_SERIES);
    }
    return false;
  }

  /** Whether there is anything to ask the plugin for. */
  public synchronized boolean hasGauges() {
    return meters.values().stream().anyMatch(meter -> meter.value() != null);
  }

  /** The counters of now; runs nothing of the plugin. */
  public synchronized List<MeterReading> counters() {
    List<MeterReading> readings = new ArrayList<>();
    meters.forEach(
        (name, meter) -> {
          meter
              .count()
              .ifPresent(
                  count ->
                      readings.add(
                          new MeterReading(
                              name,
                              meter.help(),
                              true,
                              Optional.empty(),
                              Map.of("", count.sum()))));
          meter
              .labelled()
              .ifPresent(
                  counts ->
                      readings.add(
                          new MeterReading(
                              name,
                              meter.help(),
                              true,
                              Optional.of(counts.label()),
                              counts.sums())));
        });
    return readings;
  }

  /** The gauges of now: asks the plugin, so only on its lane. One that throws is left out. */
  public List<MeterReading> gauges() {
    Map<String, Meter> asked = new LinkedHashMap<>();
    synchronized (this) {
      meters.forEach(
          (name, meter) -> {
            if (meter.value() != null) {
              asked.put(name, meter);
            }
          });
    }
    List<MeterReading> readings = new ArrayList<>();
    asked.forEach(
        (name, meter) -> {
          try {
            Map<String, Long> value = Map.of("", meter.value().getAsLong());
            readings.add(new MeterReading(name, meter.help(), false, Optional.empty(), value));
          } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            log.debug("{}: its gauge '{}' has no value now ({})", owner, name, e.getClass());
          }
        });
    return readings;
  }

  /** The transport has stopped: its gauges are let go of, and nothing is added any more. */
  public synchronized void close() {
    closed = true;
    meters.values().removeIf(meter -> meter.value() != null);
  }

  private static String text(String told) {
    String text = String.valueOf(told);
    return text.length() > MOST_TEXT ? text.substring(0, MOST_TEXT) + "..." : text;
  }
}
