package io.integrationhost.admin.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.ground.Distribution;
import io.integrationhost.ground.Scale;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SinkTest {

  private final Sink sink = new Sink();

  private List<String> lines() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(out, new MetricSnapshots(sink.snapshots()));
    return out.toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .toList();
  }

  @Test
  void whatNobodyKnowsIsOther() throws IOException {
    sink.tally(Metric.ITEMS_RESENT_TOTAL, Map.of("session_lost", 2, "whim", 3, "mood", 4), "yard");
    assertThat(lines())
        .containsExactlyInAnyOrder(
            "integrationhost_items_resent_total{integration=\"yard\",reason=\"session_lost\"} 2.0",
            "integrationhost_items_resent_total{integration=\"yard\",reason=\"refused\"} 0.0",
            "integrationhost_items_resent_total{integration=\"yard\",reason=\"other\"} 7.0");
  }

  @Test
  void oneStateIsTheOneOfNow() throws IOException {
    sink.state(Metric.TRANSPORT_STATE, "degraded", "yard", "tcp");
    assertThat(lines())
        .hasSize(5)
        .contains(
            "integrationhost_transport_state{integration=\"yard\",state=\"degraded\",transport=\"tcp\"} 1.0")
        .filteredOn(line -> line.endsWith(" 0.0"))
        .hasSize(4);
  }

  @Test
  void aHistogramOfTheHostHasNoIntegration() throws IOException {
    Distribution sizes = new Distribution(Scale.BYTES);
    sizes.add(100);
    sink.put(Metric.LINK_MESSAGE_BYTES, sizes.read());
    assertThat(lines())
        .contains(
            "integrationhost_link_message_bytes_bucket{le=\"64.0\"} 0",
            "integrationhost_link_message_bytes_bucket{le=\"256.0\"} 1",
            "integrationhost_link_message_bytes_bucket{le=\"+Inf\"} 1",
            "integrationhost_link_message_bytes_sum 100.0");
  }
}
