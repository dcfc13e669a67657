package io.integrationhost.distribution;

import static io.integrationhost.distribution.Integrations.guide;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.emulator.DebugSettings;
import io.integrationhost.emulator.EmulatedIntegration;
import io.integrationhost.emulator.Emulator;
import io.integrationhost.emulator.EmulatorSettings;
import io.integrationhost.emulator.IntegrationHandle;
import io.integrationhost.emulator.Reading;
import io.integrationhost.emulator.ReceivedItem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ThingsBoard pushes changes the running host, and only what differs. */
final class ConfigurationPushTest {

  @TempDir private Path directory;

  private final Emulator emulator = Emulator.start(EmulatorSettings.builder().build());
  private int port;
  private IntegrationHandle integration;
  private HostInside host;

  @BeforeEach
  void startHost() throws IOException {
    port = Integrations.freePort();
    integration = emulator.add(guide("sensors", port));
    Path settings = Settings.of(directory, emulator.port(), "sensors");
    host = HostInside.start(settings);
    host.awaitLineWith("is RUNNING");
  }

  @AfterEach
  void stop() {
    host.close();
    emulator.close();
  }

  @Test
  void movesTheListenerToANewPort() throws IOException {
    int other = Integrations.freePort();
    integration.push(guide("sensors", other));
    await().atMost(HostProcess.PATIENCE).until(() -> Integrations.isListening(other));
    await().atMost(HostProcess.PATIENCE).until(() -> !Integrations.isListening(port));
    try (DeviceConnection device = new DeviceConnection(other)) {
      assertThat(device.ask("1,2,3")).isEqualTo("OK");
    }
  }

  @Test
  void changesConverterAndDebugSettingsWithoutDroppingADevice() throws IOException {
    try (DeviceConnection device = new DeviceConnection(port)) {
      assertThat(device.ask("Hello to ThingsBoard! My name is [Kept]")).startsWith("Hello");
      EmulatedIntegration now = integration.configuration();
      integration.push(now.toBuilder().debug(new DebugSettings(true, false, 0)).build());
      integration.push(
          Integrations.decoder("sensors", "warmth").withId(now.uplinkConverter().id()));
      await()
          .atMost(HostProcess.PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(device.ask("7,8,9")).isEqualTo("OK");
                assertThat(integration.received())
                    .filteredOn(item -> item.name().equals("Kept"))
                    .flatExtracting(ReceivedItem::telemetry)
                    .anyMatch(reading -> reading.toString().contains("warmth=7"));
              });
    }
  }

  @Test
  void debugSettingsDecideAtOnceWhatIsShownAndRestartNothing() throws IOException {
    long now = System.currentTimeMillis();
    // It counts as no update of the first push.
    await().atMost(HostProcess.PATIENCE).until(() -> updates() == 1);
    try (DeviceConnection device = new DeviceConnection(port)) {
      debug(new DebugSettings(false, true, now + 600_000));
      assertThat(device.ask("1,2,3")).isEqualTo("OK");
      await()
          .atMost(HostProcess.PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(shown("ConverterDebugEvent", "inMsg", "1,2,3"))
                    .contains("source=UPLINK_CONVERTER", "\"temperature\":1", "integrationName");
                assertThat(shown("IntegrationDebugEvent", "message", "1,2,3"))
                    .contains("eventType=Uplink", "status=OK");
                assertThat(shown("RawDataEvent", "message", "\"1,2,3\"")).contains("uuid=");
              });
      debug(new DebugSettings(false, true, now - 1));
      assertThat(device.ask("4,5,6")).isEqualTo("OK");
      debug(new DebugSettings(false, false, 0));
      assertThat(device.ask("7,8,9")).isEqualTo("OK");
      debug(new DebugSettings(true, false, 0));
      assertThat(device.ask("10,11,12")).isEqualTo("OK");
      configure(
          integration.configuration().toBuilder()
              .uplinkConverter(
                  integration
                      .configuration()
                      .uplinkConverter()
                      .withConfiguration("{\"decoder\":\"throw new Error('bad reading');\"}"))
              .build());
      assertThat(device.ask("13,14,15")).isNotEqualTo("OK");
      await()
          .atMost(HostProcess.PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(shown("ConverterDebugEvent", "inMsg", "13,14,15"))
                    .contains("bad reading")
                    .doesNotContain("outMsg");
                assertThat(shown("IntegrationDebugEvent", "message", "13,14,15"))
                    .contains("status=ERROR", "bad reading");
              });
      assertThat(events().toString()).doesNotContain("4,5,6", "7,8,9", "10,11,12");
    }
  }

  private void debug(DebugSettings settings) {
    EmulatedIntegration now = integration.configuration();
    configure(
        now.toBuilder()
            .debug(settings)
            .uplinkConverter(now.uplinkConverter().withDebug(settings))
            .build());
  }

  /** Pushes, and waits until the host says that it is updated. */
  private void configure(EmulatedIntegration changed) {
    long before = updates();
    integration.push(changed);
    await().atMost(HostProcess.PATIENCE).until(() -> updates() > before);
  }

  private long updates() {
    return events().stream().filter(event -> event.type().equals("LifecycleEvent")).count();
  }

  private List<ReceivedItem> events() {
    return integration.received().stream()
        .filter(item -> item.kind() == ReceivedItem.Kind.EVENT)
        .toList();
  }

  /** The details of the only event of a type with this value in a field. */
  private String shown(String type, String field, String value) {
    List<String> found =
        events().stream()
            .filter(event -> event.type().equals(type))
            .filter(event -> value.equals(event.details().get(field)))
            .map(event -> event.details().toString())
            .toList();
    assertThat(found).as("%s with %s=%s", type, field, value).hasSize(1);
    return found.get(0);
  }

  @Test
  void keepsServingAfterAnInvalidConfiguration() throws IOException {
    try (DeviceConnection device = new DeviceConnection(port)) {
      assertThat(device.ask("1,2,3")).isEqualTo("OK");
      integration.push(
          integration.configuration().toBuilder()
              .configuration(Integrations.custom("{\"port\": 70000}"))
              .build());
      host.awaitLine(line -> line.contains("DEGRADED") && line.contains("port"));
      assertThat(device.ask("4,5,6")).isEqualTo("OK");
      await()
          .atMost(HostProcess.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(integration.received())
                      .filteredOn(item -> item.kind() == ReceivedItem.Kind.EVENT)
                      .anyMatch(item -> item.details().toString().contains("70000")));
      integration.push(guide("sensors", port));
      host.awaitLine(line -> host.lines().indexOf(line) > 0 && line.contains("is RUNNING"));
      assertThat(device.ask("7,8,9")).isEqualTo("OK");
    }
  }

  @Test
  void takesAConfigurationBackThatDoesNotStart() throws IOException {
    try (java.net.ServerSocket taken =
            new java.net.ServerSocket(0, 1, java.net.InetAddress.getByName("0.0.0.0"));
        DeviceConnection device = new DeviceConnection(port)) {
      assertThat(device.ask("1,2,3")).isEqualTo("OK");
      integration.push(guide("sensors", taken.getLocalPort()));
      host.awaitLine(line -> line.contains("DEGRADED") && line.contains("in use"));
      await().atMost(HostProcess.PATIENCE).until(() -> Integrations.isListening(port));
    }
  }

  @Test
  void tellsDevicesOfADisabledIntegration() throws IOException {
    try (DeviceConnection device = new DeviceConnection(port)) {
      assertThat(device.ask("1,2,3")).isEqualTo("OK");
      EmulatedIntegration enabled = integration.configuration();
      integration.push(enabled.toBuilder().enabled(false).build());
      host.awaitLineWith("is DISABLED");
      assertThat(device.ask("4,5,6")).isEqualTo("Integration is disabled");
      await()
          .atMost(HostProcess.PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(integration.received())
                    .filteredOn(item -> item.kind() == ReceivedItem.Kind.STATISTICS)
                    .flatExtracting(ReceivedItem::telemetry)
                    .extracting(Reading::values)
                    .containsExactly(
                        Map.of("messagesCount", 1L, "errorsCount", 0L, "state", "STOPPED"));
                assertThat(events())
                    .anyMatch(event -> "STOPPED".equals(event.details().get("lcEventType")));
              });
      integration.push(enabled);
      await()
          .atMost(HostProcess.PATIENCE)
          .untilAsserted(() -> assertThat(device.ask("7,8,9")).isEqualTo("OK"));
    }
  }
}
