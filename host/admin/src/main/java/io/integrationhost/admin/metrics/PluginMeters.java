package io.integrationhost.admin.metrics;

import io.integrationhost.host.front.TransportFigures;
import io.integrationhost.host.integration.IntegrationFigures;
import io.integrationhost.runtime.meter.MeterReading;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.PrometheusNaming;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The counters and gauges that plugins bring, as {@code integrationhost_plugin_<id>_<name>}.
 * Whatever their authors chose, the page stays one that can be read: of what does not fit to its
 * name's first owner nothing is shown.
 */
final class PluginMeters {

  private static final Set<String> OURS =
      Stream.of(Metric.values()).flatMap(PluginMeters::taken).collect(Collectors.toSet());

  private final Map<String, Meter> meters = new LinkedHashMap<>();

  /** One name, with its series. */
  private record Meter(boolean isCounter, String help, Map<Labels, Double> series) {}

  void add(IntegrationFigures integration) {
    for (TransportFigures transport : integration.transports()) {
      for (MeterReading reading : transport.meters()) {
        add(integration.name(), transport.name(), transport.plugin(), reading);
      }
    }
  }

  void add(String integration, String transport, String plugin, MeterReading reading) {
    String name = name(plugin, reading.name());
    if (OURS.contains(name)) {
      return;
    }
    Meter meter =
        meters.computeIfAbsent(
            name, unknown -> new Meter(reading.isCounter(), reading.help(), new LinkedHashMap<>()));
    if (meter.isCounter() != reading.isCounter()) {
      return;
    }
    Labels owner = Labels.of("integration", integration, "transport", transport);
    reading
        .series()
        .forEach(
            (value, count) ->
                meter
                    .series()
                    .merge(
                        reading.label().map(label -> owner.add(label, value)).orElse(owner),
                        count.doubleValue(),
                        Double::sum));
  }

  /** What a plugin called 'lane' must not call 'waiting'. */
  private static Stream<String> taken(Metric metric) {
    String name = metric.metadata().getName();
    return metric.type() == Metric.Type.HISTOGRAM
        ? Stream.of(name, name + "_bucket", name + "_count", name + "_sum")
        : Stream.of(name);
  }

  /** Without the ends that the client, or the form of the page, adds itself. */
  private static String name(String plugin, String own) {
    return PrometheusNaming.sanitizeMetricName(
        Metric.PREFIX + "plugin_" + plugin.replaceAll("[^a-zA-Z0-9_]", "_") + "_" + own);
  }

  List<MetricSnapshot> snapshots() {
    List<MetricSnapshot> snapshots = new ArrayList<>();
    meters.forEach(
        (name, meter) -> {
          MetricMetadata metadata = new MetricMetadata(name, meter.help());
          snapshots.add(meter.isCounter() ? counter(metadata, meter) : gauge(metadata, meter));
        });
    return snapshots;
  }

  private static MetricSnapshot counter(MetricMetadata metadata, Meter meter) {
    return new CounterSnapshot(
        metadata,
        meter.series().entrySet().stream()
            .map(each -> new CounterDataPointSnapshot(each.getValue(), each.getKey(), null, 0))
            .toList());
  }

  private static MetricSnapshot gauge(MetricMetadata metadata, Meter meter) {
    return new GaugeSnapshot(
        metadata,
        meter.series().entrySet().stream()
            .map(each -> new GaugeDataPointSnapshot(each.getValue(), each.getKey(), null))
            .toList());
  }
}
