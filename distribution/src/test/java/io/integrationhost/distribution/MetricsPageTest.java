package io.integrationhost.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.admin.metrics.AdminCounters;
import io.integrationhost.admin.metrics.LogFigures;
import io.integrationhost.admin.metrics.MetricFamily;
import io.integrationhost.admin.metrics.Metrics;
import io.integrationhost.emulator.Emulator;
import io.integrationhost.emulator.EmulatorSettings;
import io.integrationhost.host.Host;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of metrics of a host with the shipped plugins, and the list that people read. */
final class MetricsPageTest {

  @TempDir private Path directory;

  private final Emulator emulator = Emulator.start(EmulatorSettings.builder().build());
  private int port;
  private HostInside host;

  @BeforeEach
  void startHost() throws IOException {
    port = Integrations.freePort();
    emulator.add(Integrations.guide("sensors", port));
    host = HostInside.start(Settings.of(directory, emulator.port(), "sensors"));
    host.awaitLineWith("is RUNNING");
  }

  @AfterEach
  void stop() {
    host.close();
    emulator.close();
  }

  private static String page(Host host, Metrics.Format format) {
    AdminCounters admin = new AdminCounters();
    admin.answered("/metrics", 200, 1_000_000);
    Metrics metrics =
        new Metrics(
            () -> host.figures(Duration.ofSeconds(1)),
            () -> true,
            () -> LogFigures.NONE,
            admin,
            new Metrics.Build("1", "1"),
            Clock.systemUTC());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      metrics.write(out, format);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void toolsOfPrometheusFindNothingWrongWithIt() throws Exception {
    Path promtool = RequiredTools.orSkip("promtool");
    try (DeviceConnection device = new DeviceConnection(port)) {
      assertThat(device.ask("Hello to ThingsBoard! My name is [Meter]")).startsWith("Hello");
      assertThat(device.ask("1,2,3")).isEqualTo("OK");
      await()
          .atMost(HostProcess.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(page(host.host(), Metrics.Format.PROMETHEUS_TEXT))
                      .contains(
                          "integrationhost_items_delivered_total{integration=\"sensors\"} 1.0"));
      Path page =
          Files.writeString(
              directory.resolve("page"), page(host.host(), Metrics.Format.PROMETHEUS_TEXT));
      assertThat(RequiredTools.succeeds(directory, Optional.of(page), promtool, "check", "metrics"))
          .isEmpty();
    }
  }

  /** What the shipped plugin tells of its sockets and counts itself. */
  @Test
  void aDeviceIsSeenOnItsWay() throws IOException {
    try (DeviceConnection device = new DeviceConnection(port)) {
      assertThat(device.ask("Hello to ThingsBoard! My name is [Meter]")).startsWith("Hello");
      assertThat(device.ask("1,2,3")).isEqualTo("OK");
      List<String> lines = page(host.host(), Metrics.Format.PROMETHEUS_TEXT).lines().toList();
      assertThat(lines)
          .anyMatch(
              line ->
                  line.startsWith("integrationhost_transport_connections{integration=\"sensors\"")
                      && line.endsWith(" 1.0"))
          .anyMatch(
              line ->
                  line.startsWith("integrationhost_transport_received_bytes_total{")
                      && !line.endsWith(" 0.0"));
    }
  }

  /** The committed list, which dashboards and alerts are checked against too. */
  @Test
  void theListIsTheSameAsWhatIsThere() throws IOException {
    List<MetricFamily> known =
        MetricsReference.read().stream().filter(MetricsReference::isOurs).toList();
    assertThat(known).containsExactlyElementsOf(MetricFamily.all());
    String page = page(host.host(), Metrics.Format.PROMETHEUS_TEXT);
    assertThat(MetricsReference.read())
        .filteredOn(family -> !MetricsReference.isOurs(family))
        .isNotEmpty()
        .allSatisfy(
            family ->
                assertThat(page).contains("# TYPE " + family.name() + " " + family.type() + "\n"));
  }
}
