package io.integrationhost.admin.metrics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A metric as people see it.
 *
 * @param type counter, gauge or histogram
 * @param labels each with all its values; without any when these come from settings or jars
 */
public record MetricFamily(String name, String type, Map<String, Set<String>> labels, String help) {

  public MetricFamily {
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
  }

  /** All metrics of the host itself, in the order in which they are documented. */
  public static List<MetricFamily> all() {
    List<MetricFamily> all = new ArrayList<>();
    for (Metric metric : Metric.values()) {
      Map<String, Set<String>> labels = new LinkedHashMap<>();
      for (Label label : metric.labels()) {
        Set<String> values = new LinkedHashSet<>(label.values());
        if (label.isClosed()) {
          values.add(Label.OTHER);
        }
        labels.put(label.name(), values);
      }
      all.add(
          new MetricFamily(
              metric.fullName(),
              metric.type().name().toLowerCase(Locale.ROOT),
              labels,
              metric.metadata().getHelp()));
    }
    return all;
  }
}
