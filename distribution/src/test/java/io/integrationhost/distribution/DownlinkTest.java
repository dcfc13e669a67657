package io.integrationhost.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.emulator.EmulatedConverter;
import io.integrationhost.emulator.EmulatedDownlink;
import io.integrationhost.emulator.EmulatedIntegration;
import io.integrationhost.emulator.Emulator;
import io.integrationhost.emulator.EmulatorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Downlinks from ThingsBoard to a device, through the whole host. */
final class DownlinkTest {

  private static final String ENCODER =
      """
      {"scriptLang": "JS", "encoder": "if (msg.v === undefined) throw new Error('no v');\
       return {contentType: 'TEXT', data: metadata.unit + msg.v};"}
      """;

  @TempDir private Path directory;

  private final Emulator emulator = Emulator.start(EmulatorSettings.builder().build());

  @AfterEach
  void stopEmulator() {
    emulator.close();
  }

  @Test
  void whatWaitedForADeviceComesInOrderAfterAKill() throws IOException, InterruptedException {
    int port = Integrations.freePort();
    String own = "{\"port\": " + port + ", \"appendLineEndToDownlinks\": true}";
    EmulatedIntegration guide = Integrations.guide("sensors", port);
    emulator.add(
        guide.toBuilder()
            .configuration(Integrations.custom(own))
            .downlinkConverter(EmulatedConverter.of("encoder", ENCODER))
            .build());
    Path settings = Settings.of(directory, emulator.port(), "sensors");
    try (HostProcess first = HostProcess.start("run", "--conf", settings.toString())) {
      first.awaitLineWith("is RUNNING");
      push("{\"v\": 1}");
      push("{\"v\": 2}");
      push("{}");
      first.awaitLineWith("for device 'Valve' failed: ");
      assertThat(first.lines()).anyMatch(line -> line.contains("no v"));
      await().atMost(HostProcess.PATIENCE).until(() -> waiting() == 2);
      first.kill();
    }
    try (HostInside second = HostInside.start(settings)) {
      second.awaitLineWith("2 downlinks wait for their devices");
      second.awaitLineWith("is RUNNING");
      push("{\"v\": 3}");
      await().atMost(HostProcess.PATIENCE).until(() -> waiting() == 3);
      try (DeviceConnection device = new DeviceConnection(port)) {
        assertThat(device.ask("Hello to ThingsBoard! My name is [Valve]")).startsWith("Hello");
        assertThat(device.answer()).isEqualTo("no. 1");
        assertThat(device.answer()).isEqualTo("no. 2");
        assertThat(device.answer()).isEqualTo("no. 3");
        push("{\"v\": 4}");
        assertThat(device.answer()).isEqualTo("no. 4");
        editTheConverter("'now ' + msg.v");
        second.awaitLineWith("updated");
        push("{\"v\": 5}");
        assertThat(device.answer()).isEqualTo("now 5");
        assertThat(device.ask("1,2,3")).isEqualTo("OK");
      }
      await().atMost(HostProcess.PATIENCE).until(() -> waiting() == 0);
    }
  }

  /** Only its id tells that it is the downlink converter. */
  private void editTheConverter(String data) {
    EmulatedConverter used =
        emulator.integration("sensors").configuration().downlinkConverter().orElseThrow();
    String script = "return {contentType: 'TEXT', data: %s};".formatted(data);
    EmulatedConverter edited =
        EmulatedConverter.of("encoder", "{\"encoder\": \"" + script + "\"}").withId(used.id());
    assertThat(emulator.integration("sensors").push(edited)).isTrue();
  }

  private void push(String data) {
    EmulatedDownlink downlink = EmulatedDownlink.of("Valve", "RPC", data, Map.of("unit", "no. "));
    await()
        .atMost(HostProcess.PATIENCE)
        .until(() -> emulator.integration("sensors").push(downlink));
  }

  private long waiting() throws IOException {
    Path folder = directory.resolve("data").resolve("downlinks").resolve("sensors");
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".json")).count();
    }
  }
}
