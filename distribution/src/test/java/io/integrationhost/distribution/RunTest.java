package io.integrationhost.distribution;

import static io.integrationhost.distribution.Integrations.guide;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.emulator.Emulator;
import io.integrationhost.emulator.EmulatorSettings;
import io.integrationhost.emulator.Reading;
import io.integrationhost.emulator.ReceivedItem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The host beside a stand-in for ThingsBoard; as a process where its start and end count. */
final class RunTest {

  @TempDir private Path directory;

  private final Emulator emulator = Emulator.start(EmulatorSettings.builder().build());

  @AfterEach
  void stopEmulator() {
    emulator.close();
  }

  @Test
  void holdsTheConversationOfTheGuide() throws IOException, InterruptedException {
    int port = Integrations.freePort();
    emulator.add(guide("sensors", port));
    try (HostInside host = run("sensors")) {
      host.awaitLineWith("integration 'sensors' is RUNNING");
      try (DeviceConnection device = new DeviceConnection(port)) {
        assertThat(device.ask("Hello to ThingsBoard! My name is [Device B]"))
            .isEqualTo("Hello from ThingsBoard!");
        assertThat(device.ask("25,40,94")).isEqualTo("OK");
      }
      await().atMost(HostProcess.PATIENCE).until(() -> devices("sensors").size() == 1);
      ReceivedItem item = devices("sensors").get(0);
      assertThat(item.name()).isEqualTo("Device B");
      assertThat(item.telemetry())
          .singleElement()
          .extracting(Reading::values)
          .isEqualTo(Map.of("temperature", 25L, "humidity", 40L, "batteryLevel", 94L));
      assertThat(host.terminate()).isZero();
      assertThat(emulator.integration("sensors").received())
          .filteredOn(received -> received.kind() == ReceivedItem.Kind.STATISTICS)
          .flatExtracting(ReceivedItem::telemetry)
          .extracting(Reading::values)
          .containsExactly(Map.of("messagesCount", 1L, "errorsCount", 0L, "state", "STOPPED"));
    }
  }

  @Test
  void takesTheEnvironmentOfTheOfficialPackage() throws IOException, InterruptedException {
    int port = Integrations.freePort();
    emulator.add(guide("sensors", port));
    Map<String, String> environment =
        Map.of(
            "RPC_HOST", "127.0.0.1",
            "RPC_PORT", String.valueOf(emulator.port()),
            "INTEGRATION_ROUTING_KEY", "sensors",
            "INTEGRATION_SECRET", Integrations.secret("sensors"),
            "INTEGRATION_STORAGE_DATA_FOLDER_PATH", directory.resolve("data").toString());
    try (HostProcess host = HostProcess.start(environment, "run")) {
      host.awaitLineWith("is RUNNING");
      try (DeviceConnection device = new DeviceConnection(port)) {
        assertThat(device.ask("25,40,94")).isEqualTo("OK");
      }
    }
  }

  @Test
  void runsSeveralIntegrationsAndNamesTheRefusedOne() throws IOException, InterruptedException {
    int first = Integrations.freePort();
    int second = Integrations.freePort();
    emulator.add(guide("yard", first));
    emulator.add(
        guide("hall", second).toBuilder()
            .uplinkConverter(Integrations.decoder("hall", "warmth"))
            .build());
    emulator.add(guide("attic", Integrations.freePort()));
    Path settings =
        Settings.write(
            directory,
            Settings.head(directory, emulator.port())
                + """
                integrations {
                  yard { routing-key = yard, secret = yard-secret }
                  hall { routing-key = hall, secret = hall-secret }
                  attic { routing-key = attic, secret = wrong }
                }
                """);
    try (HostInside host = HostInside.start(settings)) {
      host.awaitLineWith("integration 'yard' is RUNNING");
      host.awaitLineWith("integration 'hall' is RUNNING");
      host.awaitLineWith("integration 'attic' is REFUSED");
      try (DeviceConnection yard = new DeviceConnection(first);
          DeviceConnection hall = new DeviceConnection(second)) {
        assertThat(yard.ask("Hello to ThingsBoard! My name is [Y]")).startsWith("Hello from");
        assertThat(hall.ask("Hello to ThingsBoard! My name is [H]")).startsWith("Hello from");
        assertThat(yard.ask("1,2,3")).isEqualTo("OK");
        assertThat(hall.ask("4,5,6")).isEqualTo("OK");
      }
      await().atMost(HostProcess.PATIENCE).until(() -> devices("hall").size() == 1);
      await().atMost(HostProcess.PATIENCE).until(() -> devices("yard").size() == 1);
      assertThat(devices("yard").get(0).telemetry().get(0).values()).containsKey("temperature");
      assertThat(devices("hall").get(0).telemetry().get(0).values()).containsKey("warmth");
      assertThat(String.join("\n", host.lines())).doesNotContain("wrong");
    }
  }

  @Test
  void keepsOrderAndLosesNothingWhileThingsBoardIsAway() throws IOException, InterruptedException {
    int port = Integrations.freePort();
    emulator.add(guide("sensors", port));
    try (HostInside host = run("sensors")) {
      host.awaitLineWith("is RUNNING");
      try (DeviceConnection device = new DeviceConnection(port)) {
        device.ask("Hello to ThingsBoard! My name is [Device B]");
        for (int i = 0; i < 50; i++) {
          assertThat(device.ask(i + ",0,0")).isEqualTo("OK");
        }
        emulator.stopListening();
        host.awaitLineWith("is DEGRADED");
        for (int i = 50; i < 100; i++) {
          assertThat(device.ask(i + ",0,0")).isEqualTo("OK");
        }
        emulator.startListening();
        for (int i = 100; i < 150; i++) {
          assertThat(device.ask(i + ",0,0")).isEqualTo("OK");
        }
      }
      await().atMost(HostProcess.PATIENCE).until(() -> temperatures().distinct().count() == 150);
      assertThat(firstArrivals())
          .isEqualTo(java.util.stream.LongStream.range(0, 150).boxed().toList());
    }
  }

  @Test
  void deliversWhatIsUnderWayBeforeItStops() throws IOException, InterruptedException {
    Path log = Files.writeString(directory.resolve("logback.xml"), "<configuration>");
    int port = Integrations.freePort();
    emulator.add(guide("sensors", port));
    try (HostProcess host = process("sensors")) {
      // A log configuration that cannot be used does not make it dumb.
      host.awaitLineWith("the log configuration " + log + " is not used but the built-in one");
      host.awaitLineWith("is RUNNING");
      emulator.integration("sensors").holdAnswers();
      try (DeviceConnection device = new DeviceConnection(port)) {
        for (int i = 0; i < 100; i++) {
          device.ask(i + ",0,0");
        }
      }
      emulator.integration("sensors").releaseAnswers();
      assertThat(host.terminate()).isZero();
      assertThat(host.lines()).anyMatch(line -> line.endsWith("stopped"));
      assertThat(temperatures().distinct().count()).isEqualTo(100);
      assertThat(Files.exists(directory.resolve("data"))).isTrue();
    }
  }

  private HostInside run(String... keys) throws IOException {
    return HostInside.start(Settings.of(directory, emulator.port(), keys));
  }

  private HostProcess process(String... keys) throws IOException {
    Path settings = Settings.of(directory, emulator.port(), keys);
    return HostProcess.start("run", "--conf", settings.toString());
  }

  private List<ReceivedItem> devices(String key) {
    return emulator.integration(key).received().stream()
        .filter(item -> item.kind() == ReceivedItem.Kind.DEVICE)
        .toList();
  }

  private java.util.stream.LongStream temperatures() {
    return devices("sensors").stream()
        .flatMap(item -> item.telemetry().stream())
        .mapToLong(reading -> (Long) reading.values().get("temperature"));
  }

  private List<Long> firstArrivals() {
    return temperatures().distinct().boxed().toList();
  }
}
