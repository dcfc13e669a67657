package io.integrationhost.plugin;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Telemetry of one instant.
 *
 * @param ts milliseconds since 1970-01-01 UTC
 * @param values by key, in the order in which they travel
 */
public record TimedValues(long ts, Map<String, Value> values) {
  /**
   * Copies the values and keeps their order.
   *
   * @param ts as of the record
   * @param values as of the record
   */
  public TimedValues {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }
}
