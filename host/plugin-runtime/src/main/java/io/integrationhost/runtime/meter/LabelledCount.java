package io.integrationhost.runtime.meter;

import io.integrationhost.plugin.Counter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A series for each value that was listed, and one for all others. */
final class LabelledCount implements Counter {

  static final String OTHER = "other";

  private final String label;
  private final Set<String> values;
  private final Map<String, Count> counts = new LinkedHashMap<>();
  private final Count other;

  LabelledCount(String label, Set<String> values) {
    this.label = label;
    this.values = Set.copyOf(values);
    values.forEach(value -> counts.put(value, new Count()));
    this.other = counts.computeIfAbsent(OTHER, value -> new Count());
  }

  @Override
  public void add(long amount) {
    other.add(amount);
  }

  @Override
  public Counter of(String value) {
    return value == null ? other : counts.getOrDefault(value, other);
  }

  boolean isOf(String wantedLabel, Set<String> wantedValues) {
    return label.equals(wantedLabel) && values.equals(wantedValues);
  }

  String label() {
    return label;
  }

  Map<String, Long> sums() {
    Map<String, Long> sums = new LinkedHashMap<>();
    counts.forEach((value, count) -> sums.put(value, count.sum()));
    return sums;
  }
}
