package io.integrationhost.admin.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Wire;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a host that runs. */
final class ScrapeTest {

  private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"");

  @TempDir private Path directory;

  private static Receipt publish(MeteredHost host, String integration, String text)
      throws Exception {
    return host.context(integration)
        .uplinks()
        .publish(
            new Uplink.Payload(
                text.getBytes(StandardCharsets.UTF_8), ContentType.TEXT, new Source("s")))
        .toCompletableFuture()
        .get(60, TimeUnit.SECONDS);
  }

  @Test
  void numbersFollowAReadingUp() throws Exception {
    try (MeteredHost host = new MeteredHost(directory, "", "yard", "hall")) {
      Wire.Line line = host.context("yard").wire().opened(new Source("s"), "10.0.0.7:4711");
      line.received(5);
      line.paused(true);
      line.fault(Wire.Fault.MEMORY);
      host.context("yard").wire().refused(Wire.Refusal.LIMIT);
      assertThat(host.context("yard").memory().take(1_000)).isTrue();
      assertThat(publish(host, "yard", "hello")).isInstanceOf(Receipt.Stored.class);
      await()
          .atMost(MeteredHost.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(host.values())
                      .containsEntry(
                          "integrationhost_items_delivered_total{integration=\"yard\"}", 1.0));
      Map<String, Double> values = host.values();
      String transport = "{integration=\"yard\",transport=\"metered\"}";
      assertThat(values)
          .containsEntry("integrationhost_uplinks_published_total" + transport, 1.0)
          .containsEntry(
              "integrationhost_uplinks_settled_total{integration=\"yard\",result=\"stored\",transport=\"metered\"}",
              1.0)
          .containsEntry("integrationhost_uplinks_under_way" + transport, 0.0)
          .containsEntry(
              "integrationhost_uplink_receipt_duration_seconds_count{integration=\"yard\"}", 1.0)
          .containsEntry("integrationhost_uplink_payload_bytes_sum{integration=\"yard\"}", 5.0)
          .containsEntry("integrationhost_items_stored_total{integration=\"yard\"}", 1.0)
          .containsEntry("integrationhost_delivery_delay_seconds_count{integration=\"yard\"}", 1.0)
          .containsEntry("integrationhost_spool_items{integration=\"yard\"}", 0.0)
          .containsEntry(
              "integrationhost_conversions_total{direction=\"uplink\",integration=\"yard\",result=\"converted\"}",
              1.0)
          .containsEntry(
              "integrationhost_conversion_duration_seconds_count{direction=\"uplink\",integration=\"yard\"}",
              1.0)
          .containsEntry("integrationhost_link_connected{integration=\"yard\"}", 1.0)
          .containsEntry(
              "integrationhost_link_attempts_total{integration=\"yard\",result=\"accepted\"}", 1.0)
          .containsEntry(
              "integrationhost_integration_state{integration=\"yard\",state=\"running\"}", 1.0)
          .containsEntry(
              "integrationhost_integration_state{integration=\"yard\",state=\"standby\"}", 0.0)
          .containsEntry(
              "integrationhost_configuration_pushes_total{integration=\"yard\",kind=\"connect\",result=\"applied\"}",
              1.0)
          .containsEntry(
              "integrationhost_transport_state{integration=\"yard\",state=\"up\",transport=\"metered\"}",
              1.0)
          .containsEntry(
              "integrationhost_transport_starts_total{integration=\"yard\",result=\"started\",transport=\"metered\"}",
              1.0)
          .containsEntry("integrationhost_transport_connections" + transport, 1.0)
          .containsEntry("integrationhost_transport_received_bytes_total" + transport, 5.0)
          .containsEntry("integrationhost_transport_paused_connections" + transport, 1.0)
          .containsEntry("integrationhost_transport_unfinished_bytes" + transport, 1_000.0)
          .containsEntry("integrationhost_memory_held_bytes", 1_000.0)
          .containsEntry(
              "integrationhost_transport_frame_errors_total{integration=\"yard\",reason=\"memory\",transport=\"metered\"}",
              1.0)
          .containsEntry(
              "integrationhost_transport_connections_refused_total{integration=\"yard\",reason=\"limit\",transport=\"metered\"}",
              1.0)
          .containsEntry(
              "integrationhost_plugin_metered_frames_total{integration=\"yard\",kind=\"short\",transport=\"metered\"}",
              3.0)
          .containsEntry("integrationhost_plugin_metered_lag_seconds" + transport, 42.0)
          .containsEntry(
              "integrationhost_plugin_loads_total{plugin=\"metered\",result=\"loaded\"}", 1.0)
          .containsEntry("integrationhost_log_events_total{level=\"error\"}", 2.0)
          .containsEntry(
              "integrationhost_build_info{java=\"%s\",plugin_api=\"1.1.0\",version=\"1.2.3\"}"
                  .formatted(System.getProperty("java.version")),
              1.0);
      assertThat(values.get("integrationhost_spool_commit_items_count")).isPositive();
      assertThat(values.get("integrationhost_link_sent_bytes_total{integration=\"yard\"}"))
          .isPositive();
      assertThat(values)
          .containsKey("jvm_threads_current")
          .containsKey("netty_pooled_bytes{area=\"direct\"}");
      line.closed(Wire.End.IDLE);
      assertThat(host.values())
          .containsEntry("integrationhost_transport_paused_connections" + transport, 0.0)
          .containsEntry(
              "integrationhost_transport_connections_closed_total{integration=\"yard\",reason=\"idle\",transport=\"metered\"}",
              1.0);
    }
  }

  /** Each metric has the labels that it is documented with, in both forms of the page. */
  @Test
  void everyMetricIsThereWithItsLabels() throws Exception {
    try (MeteredHost host = new MeteredHost(directory, "", "yard")) {
      publish(host, "yard", "x");
      String page = host.page(Metrics.Format.PROMETHEUS_TEXT);
      // Nobody has asked anything, and ThingsBoard has pushed nothing.
      Set<Metric> silent =
          Set.of(
              Metric.ADMIN_REQUESTS_TOTAL,
              Metric.ADMIN_REQUEST_DURATION_SECONDS,
              Metric.LINK_LAST_PUSH_TIMESTAMP_SECONDS,
              Metric.DEAD_LETTERS,
              Metric.DEAD_LETTERS_BYTES);
      for (Metric metric : Metric.values()) {
        if (silent.contains(metric)) {
          continue;
        }
        String series =
            metric.type() == Metric.Type.HISTOGRAM ? metric.fullName() + "_sum" : metric.fullName();
        Optional<String> line =
            page.lines()
                .filter(each -> each.startsWith(series + "{") || each.startsWith(series + " "))
                .findFirst();
        assertThat(line).as(metric.fullName()).isPresent();
        Set<String> labels = new TreeSet<>();
        Matcher found = LABEL.matcher(line.get());
        while (found.find()) {
          labels.add(found.group(1));
        }
        assertThat(labels)
            .as(metric.fullName())
            .containsExactlyInAnyOrderElementsOf(
                metric.labels().stream().map(Label::name).toList());
      }
      assertThat(host.page(Metrics.Format.OPEN_METRICS))
          .endsWith("# EOF\n")
          .contains("# TYPE integrationhost_items_stored counter");
    }
  }

  @Test
  void whatIsRemovedIsGoneFromThePage() throws Exception {
    try (MeteredHost host = new MeteredHost(directory, "", "yard", "hall")) {
      publish(host, "hall", "x");
      assertThat(host.page(Metrics.Format.PROMETHEUS_TEXT)).contains("integration=\"hall\"");
      host.settings("", "yard");
      await()
          .atMost(MeteredHost.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(host.page(Metrics.Format.PROMETHEUS_TEXT))
                      .doesNotContain("integration=\"hall\"")
                      .contains("integration=\"yard\"")
                      .contains("integrationhost_settings_reloads_total{result=\"applied\"} 1.0"));
    }
  }

  @Test
  void whatWasCountedStaysWhenATransportIsMadeAnew() throws Exception {
    try (MeteredHost host = new MeteredHost(directory, "", "yard")) {
      host.context("yard").wire().opened(new Source("s"), "10.0.0.7:4711").received(5);
      publish(host, "yard", "hello");
      host.push("yard", host.slice(", \"more\": 1"));
      String transport = "{integration=\"yard\",transport=\"metered\"}";
      await()
          .atMost(MeteredHost.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(host.values())
                      .containsEntry(
                          "integrationhost_transport_starts_total{integration=\"yard\",result=\"started\",transport=\"metered\"}",
                          2.0)
                      .containsEntry("integrationhost_transport_connections" + transport, 0.0));
      assertThat(host.values())
          .containsEntry("integrationhost_uplinks_published_total" + transport, 1.0)
          .containsEntry("integrationhost_transport_received_bytes_total" + transport, 5.0)
          .containsEntry(
              "integrationhost_transport_connections_closed_total{integration=\"yard\",reason=\"stopped\",transport=\"metered\"}",
              1.0)
          .containsEntry(
              "integrationhost_plugin_metered_frames_total{integration=\"yard\",kind=\"short\",transport=\"metered\"}",
              6.0)
          .containsEntry(
              "integrationhost_configuration_pushes_total{integration=\"yard\",kind=\"integration\",result=\"applied\"}",
              1.0);
    }
  }

  @Test
  void aTransportThatIsRemovedIsGoneFromThePage() throws Exception {
    try (MeteredHost host = new MeteredHost(directory, "", "yard")) {
      host.push(
          "yard",
          "{\"plugins\": {\"north\": %s, \"south\": %s}}"
              .formatted(host.slice(""), host.slice("")));
      await()
          .atMost(MeteredHost.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(host.page(Metrics.Format.PROMETHEUS_TEXT))
                      .contains("transport=\"north\"", "transport=\"south\"")
                      .doesNotContain("transport=\"metered\""));
      host.push("yard", "{\"plugins\": {\"north\": %s}}".formatted(host.slice("")));
      await()
          .atMost(MeteredHost.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(host.page(Metrics.Format.PROMETHEUS_TEXT))
                      .contains("transport=\"north\"")
                      .doesNotContain("transport=\"south\""));
    }
  }

  @Test
  void settingsThatAreRefusedAreTold() throws Exception {
    try (MeteredHost host = new MeteredHost(directory, "", "yard")) {
      host.settings("no-such-key = 1", "yard");
      await()
          .atMost(MeteredHost.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(host.values())
                      .containsEntry("integrationhost_settings_last_reload_successful", 0.0)
                      .containsEntry(
                          "integrationhost_settings_reloads_total{result=\"rejected\"}", 1.0));
    }
  }

  @Test
  void histogramsOfTheHostStayWhenAnIntegrationGoes() throws Exception {
    String setting = "admin.metrics.histograms = host";
    try (MeteredHost host = new MeteredHost(directory, setting, "yard", "hall")) {
      publish(host, "yard", "12345");
      publish(host, "hall", "123");
      assertThat(host.values())
          .containsEntry("integrationhost_uplink_payload_bytes_sum", 8.0)
          .containsEntry(
              "integrationhost_conversion_duration_seconds_count{direction=\"uplink\"}", 2.0)
          .doesNotContainKey("integrationhost_uplink_payload_bytes_sum{integration=\"yard\"}");
      host.settings(setting, "yard");
      await()
          .atMost(MeteredHost.PATIENCE)
          .until(() -> !host.page(Metrics.Format.PROMETHEUS_TEXT).contains("\"hall\""));
      assertThat(host.values()).containsEntry("integrationhost_uplink_payload_bytes_sum", 8.0);
    }
  }
}
