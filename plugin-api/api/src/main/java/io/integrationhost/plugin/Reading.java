package io.integrationhost.plugin;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What was learnt of one entity at once: telemetry, attributes, or both.
 *
 * @param entity whose they are
 * @param telemetry one entry per instant, in any order of time; several may be of one instant
 * @param attributes by key, in the order in which they travel
 */
public record Reading(Entity entity, List<TimedValues> telemetry, Map<String, Value> attributes) {
  /**
   * Copies list and map, and keeps their order.
   *
   * @param entity as of the record
   * @param telemetry as of the record
   * @param attributes as of the record
   */
  public Reading {
    Objects.requireNonNull(entity, "entity");
    telemetry = List.copyOf(telemetry);
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }
}
