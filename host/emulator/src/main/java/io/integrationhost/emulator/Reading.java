package io.integrationhost.emulator;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Telemetry of one instant.
 *
 * @param ts milliseconds since 1970-01-01 UTC
 * @param values by key in the order received: {@code Boolean}, {@code Long}, {@code Double}, {@code
 *     String} or {@link JsonText}
 */
public record Reading(long ts, Map<String, Object> values) {
  public Reading {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }
}
