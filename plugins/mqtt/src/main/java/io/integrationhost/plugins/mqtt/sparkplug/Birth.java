package io.integrationhost.plugins.mqtt.sparkplug;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the last birth of a node or device said of its metrics. */
final class Birth {

  /** What a metric costs beside its name: two entries and two objects. */
  private static final int COST = 200;

  static final Birth NONE = new Birth();

  private final Map<String, Known> byName = new HashMap<>();
  private final Map<Long, Known> byAlias = new HashMap<>();
  private long bytes;

  /**
   * A metric as its birth describes it.
   *
   * @param name of the metric
   * @param datatype which data messages need not repeat
   * @param form the field that the node itself uses
   */
  record Known(String name, Datatype datatype, Optional<Raw.Form> form) {}

  /** Learns the metrics; those without a name cannot be known. */
  static Birth of(Payload payload) {
    var birth = new Birth();
    for (Metric metric : payload.metrics()) {
      if (metric.name().isPresent()) {
        String name = metric.name().get();
        var known = new Known(name, metric.datatype(), metric.raw().map(Raw::form));
        birth.byName.put(name, known);
        metric.alias().ifPresent(alias -> birth.byAlias.put(alias, known));
        birth.bytes += COST + 2L * name.length();
      }
    }
    return birth;
  }

  /** About how much memory it takes. */
  long bytes() {
    return bytes;
  }

  Optional<Known> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** What a metric of a later message is, by its name or else by its alias. */
  Optional<Known> of(Metric metric) {
    if (metric.name().isPresent() && !metric.name().get().isEmpty()) {
      return named(metric.name().get());
    }
    return metric.alias().isPresent()
        ? Optional.ofNullable(byAlias.get(metric.alias().getAsLong()))
        : Optional.empty();
  }
}
