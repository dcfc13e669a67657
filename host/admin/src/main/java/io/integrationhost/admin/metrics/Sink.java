package io.integrationhost.admin.metrics;

import io.integrationhost.ground.Distribution;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Takes the values of one scrape. For one thread. */
final class Sink {

  private final Map<Metric, List<DataPointSnapshot>> points = new EnumMap<>(Metric.class);
  private final Map<Metric, String[]> names = new EnumMap<>(Metric.class);

  /** Adds the value of a gauge or counter; one value for each of its labels, in their order. */
  void put(Metric metric, double value, String... labels) {
    Labels all = labels(metric, labels);
    add(
        metric,
        metric.type() == Metric.Type.COUNTER
            ? new CounterDataPointSnapshot(value, all, null, 0)
            : new GaugeDataPointSnapshot(value, all, null));
  }

  void put(Metric metric, long value, String... labels) {
    put(metric, (double) value, labels);
  }

  void put(Metric metric, boolean value, String... labels) {
    put(metric, value ? 1 : 0, labels);
  }

  /** Adds all values of the last label; those that it does not have are {@code other} together. */
  void tally(Metric metric, Map<?, ? extends Number> counts, String... labels) {
    Label last = metric.labels().get(metric.labels().size() - 1);
    Map<String, Double> known = new LinkedHashMap<>();
    last.values().forEach(value -> known.put(value, 0.0));
    counts.forEach(
        (value, count) -> known.merge(last.known(word(value)), count.doubleValue(), Double::sum));
    known.forEach(
        (value, count) -> {
          String[] all = Arrays.copyOf(labels, labels.length + 1);
          all[labels.length] = value;
          put(metric, count, all);
        });
  }

  /** Adds 1 for the present one of the values of the last label, and 0 for the others. */
  void state(Metric metric, Object present, String... labels) {
    tally(metric, Map.of(present, 1), labels);
  }

  void put(Metric metric, Distribution.Reading reading, String... labels) {
    double[] bounds = reading.scale().bounds();
    double[] all = Arrays.copyOf(bounds, bounds.length + 1);
    all[bounds.length] = Double.POSITIVE_INFINITY;
    add(
        metric,
        new HistogramDataPointSnapshot(
            ClassicHistogramBuckets.of(all, reading.counts()),
            reading.sum(),
            labels(metric, labels),
            Exemplars.EMPTY,
            0));
  }

  static String word(Object value) {
    return value instanceof Enum<?> constant
        ? constant.name().toLowerCase(Locale.ROOT)
        : String.valueOf(value);
  }

  private void add(Metric metric, DataPointSnapshot point) {
    points.computeIfAbsent(metric, unknown -> new ArrayList<>()).add(point);
  }

  private Labels labels(Metric metric, String... values) {
    String[] known =
        names.computeIfAbsent(
            metric, each -> each.labels().stream().map(Label::name).toArray(String[]::new));
    // Histograms of the whole host have no integration, which is their first label.
    int left = known.length - values.length;
    return Labels.of(left == 0 ? known : Arrays.copyOfRange(known, left, known.length), values);
  }

  /** What was put in, in the form of the client. */
  List<MetricSnapshot> snapshots() {
    List<MetricSnapshot> snapshots = new ArrayList<>();
    points.forEach((metric, all) -> snapshots.add(snapshot(metric, all)));
    return snapshots;
  }

  private static MetricSnapshot snapshot(Metric metric, List<DataPointSnapshot> points) {
    return switch (metric.type()) {
      case COUNTER ->
          new CounterSnapshot(
              metric.metadata(),
              points.stream().map(CounterDataPointSnapshot.class::cast).toList());
      case GAUGE ->
          new GaugeSnapshot(
              metric.metadata(), points.stream().map(GaugeDataPointSnapshot.class::cast).toList());
      case HISTOGRAM ->
          new HistogramSnapshot(
              metric.metadata(),
              points.stream().map(HistogramDataPointSnapshot.class::cast).toList());
    };
  }
}
