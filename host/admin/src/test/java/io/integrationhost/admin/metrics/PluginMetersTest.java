package io.integrationhost.admin.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.runtime.meter.MeterReading;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whatever names the authors of plugins choose, the page can be read. */
final class PluginMetersTest {

  private final PluginMeters meters = new PluginMeters();

  private void counter(String integration, String plugin, String name, long value) {
    meters.add(
        integration,
        "t",
        plugin,
        new MeterReading(name, "Help.", true, Optional.empty(), Map.of("", value)));
  }

  private void gauge(String plugin, String name, long value) {
    meters.add(
        "yard",
        "t",
        plugin,
        new MeterReading(name, "Help.", false, Optional.empty(), Map.of("", value)));
  }

  private List<String> lines() throws IOException {
    Sink sink = new Sink();
    for (Metric metric : Metric.values()) {
      if (metric.type() != Metric.Type.HISTOGRAM) {
        sink.put(metric, 1, metric.labels().stream().map(Label::name).toArray(String[]::new));
      }
    }
    List<MetricSnapshot> all = new ArrayList<>(sink.snapshots());
    all.addAll(meters.snapshots());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(out, new MetricSnapshots(all));
    return out.toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith("integrationhost_plugin_"))
        .toList();
  }

  @Test
  void countersBearIntegrationTransportAndTheirOwnLabel() throws IOException {
    meters.add(
        "yard",
        "gate",
        "my-bus",
        new MeterReading(
            "frames", "Frames.", true, Optional.of("kind"), Map.of("short", 2L, "other", 0L)));
    assertThat(lines())
        .contains(
            "integrationhost_plugin_my_bus_frames_total{integration=\"yard\",kind=\"other\",transport=\"gate\"} 0.0",
            "integrationhost_plugin_my_bus_frames_total{integration=\"yard\",kind=\"short\",transport=\"gate\"} 2.0");
  }

  @Test
  void anEndThatTheFormAddsIsNotThereTwice() throws IOException {
    counter("yard", "bus", "polls_total", 4);
    assertThat(lines())
        .contains(
            "integrationhost_plugin_bus_polls_total{integration=\"yard\",transport=\"t\"} 4.0");
  }

  @Test
  void aNameOfTheHostIsNotTaken() throws IOException {
    int before = lines().size();
    gauge("lane", "waiting", 7);
    counter("yard", "loads", "total", 7);
    gauge("call", "duration_seconds_count", 7);
    assertThat(lines()).hasSize(before);
  }

  @Test
  void theFirstOwnerOfANameDecidesWhatItIs() throws IOException {
    int before = lines().size();
    counter("yard", "a_b", "c", 1);
    gauge("a", "b_c_total", 2);
    gauge("a", "b_c", 2);
    counter("hall", "a", "b_c", 3);
    assertThat(lines())
        .hasSize(before + 2)
        .contains(
            "integrationhost_plugin_a_b_c_total{integration=\"yard\",transport=\"t\"} 1.0",
            "integrationhost_plugin_a_b_c_total{integration=\"hall\",transport=\"t\"} 3.0");
  }
}
