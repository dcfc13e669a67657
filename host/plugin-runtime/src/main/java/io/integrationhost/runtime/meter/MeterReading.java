package io.integrationhost.runtime.meter;

import java.util.Map;
import java.util.Optional;

/**
 * A counter or gauge of a plugin at one moment.
 *
 * @param name without the host's prefix
 * @param help one line for people
 * @param isCounter whether it only grows
 * @param label of the series, if there are several
 * @param series by the value of the label; one of the empty value without a label
 */
public record MeterReading(
    String name, String help, boolean isCounter, Optional<String> label, Map<String, Long> series) {
  public MeterReading {
    series = Map.copyOf(series);
  }
}
