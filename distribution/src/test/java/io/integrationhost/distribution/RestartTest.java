package io.integrationhost.distribution;

import static io.integrationhost.distribution.Integrations.guide;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.emulator.AnswerPolicy;
import io.integrationhost.emulator.EmulatedConverter;
import io.integrationhost.emulator.EmulatedIntegration;
import io.integrationhost.emulator.Emulator;
import io.integrationhost.emulator.EmulatorSettings;
import io.integrationhost.emulator.ReceivedItem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stays when the host goes. */
final class RestartTest {

  private static final String PICKY =
      """
      {"scriptLang": "JS", "decoder": "if (payload[0] > 57) throw new Error('no number');\
       return {deviceName: 'D', telemetry: {t: payload[0]}};"}
      """;

  @TempDir private Path directory;

  private final Emulator emulator = Emulator.start(EmulatorSettings.builder().build());

  @AfterEach
  void stopEmulator() {
    emulator.close();
  }

  @Test
  void servesDevicesWithoutThingsBoardAndDeliversLater() throws IOException, InterruptedException {
    int port = Integrations.freePort();
    emulator.add(guide("sensors", port));
    Path settings = Settings.of(directory, emulator.port(), "sensors");
    try (HostInside first = HostInside.start(settings)) {
      first.awaitLineWith("is RUNNING");
      assertThat(first.terminate()).isZero();
    }
    emulator.stopListening();
    try (HostInside second = HostInside.start(settings)) {
      second.awaitLineWith("is DEGRADED");
      try (DeviceConnection device = new DeviceConnection(port)) {
        assertThat(device.ask("Hello to ThingsBoard! My name is [Kept]")).startsWith("Hello");
        assertThat(device.ask("1,2,3")).isEqualTo("OK");
      }
      assertThat(second.terminate()).isZero();
    }
    emulator.startListening();
    try (HostInside third = HostInside.start(settings)) {
      third.awaitLineWith("is RUNNING");
      await().atMost(HostProcess.PATIENCE).until(() -> names().contains("Kept"));
    }
  }

  @Test
  void keepsARefusedReadingAsideOverAKillAndDeliversItWhenItPasses()
      throws IOException, InterruptedException {
    int port = Integrations.freePort();
    emulator.add(guide("sensors", port));
    emulator
        .integration("sensors")
        .answers(
            AnswerPolicy.standard()
                .failWhere(item -> item.name().equals("Bad"), "Creating devices is forbidden!"));
    Path settings = Settings.of(directory, emulator.port(), "sensors");
    try (HostProcess host = HostProcess.start("run", "--conf", settings.toString())) {
      host.awaitLineWith("is RUNNING");
      tell(port, "Bad");
      tell(port, "Good");
      host.awaitLineWith("refuses a reading alone: \"Creating devices is forbidden!\"");
      await().atMost(HostProcess.PATIENCE).until(() -> names().contains("Good"));
      host.kill();
    }
    assertThat(letters(settings)).noneMatch(line -> line.contains("Bad"));
    try (HostInside host = HostInside.start(settings)) {
      host.awaitLineWith("1 readings that ThingsBoard refused before are tried again");
      emulator.integration("sensors").answers(AnswerPolicy.standard());
      await().atMost(HostProcess.PATIENCE).until(() -> names().contains("Bad"));
    }
  }

  @Test
  void keepsAPayloadThatCannotBeConverted() throws IOException, InterruptedException {
    int port = Integrations.freePort();
    emulator.add(
        EmulatedIntegration.builder("sensors", Integrations.secret("sensors"))
            .configuration(Integrations.custom("{\"port\": " + port + "}"))
            .uplinkConverter(EmulatedConverter.of("picky", PICKY))
            .build());
    Path settings = Settings.of(directory, emulator.port(), "sensors");
    try (HostInside host = HostInside.start(settings)) {
      host.awaitLineWith("is RUNNING");
      try (DeviceConnection device = new DeviceConnection(port)) {
        assertThat(device.ask("Hello to ThingsBoard! My name is [Odd]")).startsWith("Hello");
        assertThat(device.ask("warm,2,3")).isNotEqualTo("OK");
        assertThat(device.ask("1,2,3")).isEqualTo("OK");
      }
      assertThat(host.terminate()).isZero();
    }
    assertThat(letters(settings))
        .anyMatch(line -> line.contains("payload of 8 bytes") && line.contains("no number"));
    assertThat(names()).containsExactly("Odd");
  }

  @Test
  void refusesADataDirectoryThatAnotherHostUses() throws IOException, InterruptedException {
    emulator.add(guide("sensors", Integrations.freePort()));
    Path settings = Settings.of(directory, emulator.port(), "sensors");
    try (HostInside first = HostInside.start(settings)) {
      first.awaitLineWith("is RUNNING");
      try (HostProcess second = HostProcess.start("run", "--conf", settings.toString())) {
        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(String.join("\n", second.lines())).contains("in use by another process");
      }
    }
  }

  private static void tell(int port, String name) throws IOException {
    try (DeviceConnection device = new DeviceConnection(port)) {
      assertThat(device.ask("Hello to ThingsBoard! My name is [" + name + "]")).startsWith("Hello");
      assertThat(device.ask("1,2,3")).isEqualTo("OK");
    }
  }

  private static List<String> letters(Path settings) {
    Command list = Command.run("dead-letters", "list", "--conf", settings.toString());
    assertThat(list.exitCode()).as(list.text()).isZero();
    return list.lines();
  }

  private List<String> names() {
    return emulator.integration("sensors").received().stream()
        .filter(item -> item.kind() == ReceivedItem.Kind.DEVICE)
        .map(ReceivedItem::name)
        .toList();
  }
}
