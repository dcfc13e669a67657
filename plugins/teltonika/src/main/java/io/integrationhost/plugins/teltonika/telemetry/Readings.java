package io.integrationhost.plugins.teltonika.telemetry;

import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the records of a frame say.
 *
 * @param telemetry one entry for each record, in the frame's order
 * @param attributes of elements that are kept as attributes, each as the newest record has it
 */
public record Readings(List<TimedValues> telemetry, Map<String, Value> attributes) {
  public Readings {
    telemetry = List.copyOf(telemetry);
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }
}
