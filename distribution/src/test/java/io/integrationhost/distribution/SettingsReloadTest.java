package io.integrationhost.distribution;

import static io.integrationhost.distribution.Integrations.guide;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.emulator.Emulator;
import io.integrationhost.emulator.EmulatorSettings;
import io.integrationhost.emulator.ReceivedItem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An edited settings file changes the running host, and only what differs. */
final class SettingsReloadTest {

  @TempDir private Path directory;

  private final Emulator emulator = Emulator.start(EmulatorSettings.builder().build());
  private int yard;
  private int hall;
  private HostInside host;

  @BeforeEach
  void startHost() throws IOException {
    yard = Integrations.freePort();
    hall = Integrations.freePort();
    emulator.add(guide("yard", yard));
    emulator.add(guide("hall", hall));
    write(section("yard", "yard"));
    host = HostInside.start(directory.resolve("host.conf"));
    host.awaitLineWith("integration 'yard' is RUNNING");
  }

  @AfterEach
  void stop() {
    host.close();
    emulator.close();
  }

  @Test
  void addsChangesAndRemovesOneWithoutTouchingAnother() throws IOException {
    try (DeviceConnection kept = new DeviceConnection(yard)) {
      assertThat(kept.ask("1,2,3")).isEqualTo("OK");

      write(section("yard", "yard") + "hall { routing-key = hall, secret = wrong }\n");
      host.awaitLineWith("integration 'hall' is REFUSED");
      write(section("yard", "yard") + section("hall", "hall"));
      host.awaitLineWith("integration 'hall' has changed settings (secret); connecting anew");
      host.awaitLineWith("integration 'hall' is RUNNING");
      try (DeviceConnection device = new DeviceConnection(hall)) {
        assertThat(device.ask("4,5,6")).isEqualTo("OK");
      }
      await().atMost(HostProcess.PATIENCE).until(() -> names("hall").size() == 1);

      write(section("yard", "yard"));
      host.awaitLineWith("integration 'hall' has stopped; its data stays on the disk (0 readings");
      assertThat(Integrations.isListening(hall)).isFalse();
      assertThat(kept.ask("7,8,9")).isEqualTo("OK");
    }
    assertThat(times("integration 'yard' is CONNECTING")).isOne();
    assertThat(String.join("\n", host.lines())).doesNotContain("wrong", "yard-secret");
  }

  @Test
  void keepsWhatARemovedIntegrationStoredUntilItComesBack() throws IOException {
    emulator.stopListening();
    host.awaitLineWith("integration 'yard' is DEGRADED");
    try (DeviceConnection device = new DeviceConnection(yard)) {
      assertThat(device.ask("Hello to ThingsBoard! My name is [Kept]")).startsWith("Hello");
      assertThat(device.ask("1,2,3")).isEqualTo("OK");
    }
    write(section("hall", "hall"));
    host.awaitLineWith("integration 'yard' has stopped; its data stays on the disk (1 readings");
    emulator.startListening();
    host.awaitLineWith("integration 'hall' is RUNNING");
    assertThat(names("yard")).isEmpty();

    write(section("yard", "yard") + section("hall", "hall"));
    await().atMost(HostProcess.PATIENCE).until(() -> names("yard").contains("Kept"));
    // What was stored may be delivered before the port is open.
    await().atMost(HostProcess.PATIENCE).until(() -> Integrations.isListening(yard));
    try (DeviceConnection device = new DeviceConnection(yard)) {
      assertThat(device.ask("4,5,6")).isEqualTo("OK");
    }
  }

  @Test
  void aFileWithProblemsChangesNothing() throws IOException {
    try (DeviceConnection kept = new DeviceConnection(yard)) {
      write("hall { routing-key = hall, secert = hall-secret }\nattic { routing-key = hall }\n");
      Path file = directory.resolve("host.conf");
      host.awaitLineWith(file + ": 5: integrations.hall.secert: is not a setting; did you mean");
      host.awaitLineWith(file + ": 5: integrations.hall.routing-key: is also the key of");
      host.awaitLineWith(file + ": 6: integrations.attic.secret: is not set");
      host.awaitLineWith("in the changed settings; nothing was changed");
      assertThat(kept.ask("1,2,3")).isEqualTo("OK");
      assertThat(Integrations.isListening(hall)).isFalse();

      write(section("yard", "yard") + section("hall", "hall"));
      host.awaitLineWith("integration 'hall' is RUNNING");
      assertThat(kept.ask("4,5,6")).isEqualTo("OK");
    }
  }

  @Test
  void twoIntegrationsMaySwapTheirKeys() throws IOException {
    write(section("yard", "yard") + section("hall", "hall"));
    host.awaitLineWith("integration 'hall' is RUNNING");
    write(section("yard", "hall") + section("hall", "yard"));
    host.awaitLineWith("the settings of now are in use");
    await().atMost(HostProcess.PATIENCE).until(() -> times("integration 'yard' is RUNNING") >= 2);
    await().atMost(HostProcess.PATIENCE).until(() -> times("integration 'hall' is RUNNING") >= 2);
    try (DeviceConnection device = new DeviceConnection(yard)) {
      assertThat(device.ask("1,2,3")).isEqualTo("OK");
    }
    await().atMost(HostProcess.PATIENCE).until(() -> names("yard").size() == 1);
    assertThat(names("hall")).isEmpty();
  }

  @Test
  void aNewNameTakesTheKeyOver() throws IOException {
    write(section("garden", "yard"));
    host.awaitLineWith("integration 'yard' is STOPPED");
    host.awaitLineWith("integration 'garden' is RUNNING");
    try (DeviceConnection device = new DeviceConnection(yard)) {
      assertThat(device.ask("1,2,3")).isEqualTo("OK");
    }
    await().atMost(HostProcess.PATIENCE).until(() -> names("yard").size() == 1);
  }

  @Test
  void namesSettingsThatWaitForTheNextStart() throws IOException {
    Path file = directory.resolve("host.conf");
    write(section("yard", "yard") + section("hall", "hall"), "spool.max-size = 2 GiB");
    host.awaitLineWith("takes effect at the next start: spool.max-size (" + file + ": ");
    host.awaitLineWith("integration 'hall' is RUNNING");
  }

  @Test
  void stopsInTheMiddleOfAChange() throws IOException {
    emulator.integration("yard").holdAnswers();
    try (DeviceConnection device = new DeviceConnection(yard)) {
      assertThat(device.ask("1,2,3")).isEqualTo("OK");
    }
    write(section("hall", "hall"));
    host.awaitLineWith("integration 'yard' is not in the settings any more");
    assertThat(host.terminate()).isZero();
    assertThat(host.lines()).noneMatch(line -> line.contains("leaving anyway"));
    assertThat(host.lines()).anyMatch(line -> line.contains("integration 'yard' is STOPPED"));
    assertThat(Integrations.isListening(hall)).isFalse();
  }

  private long times(String part) {
    return host.lines().stream().filter(line -> line.contains(part)).count();
  }

  private List<String> names(String key) {
    return emulator.integration(key).received().stream()
        .filter(item -> item.kind() == ReceivedItem.Kind.DEVICE)
        .map(ReceivedItem::name)
        .toList();
  }

  private static String section(String name, String key) {
    return "%s { routing-key = %s, secret = %s }%n".formatted(name, key, Integrations.secret(key));
  }

  private void write(String integrations, String... more) throws IOException {
    // As editors do: another file takes the place of the former one.
    Path draft = directory.resolve("draft");
    Files.writeString(
        draft,
        Settings.head(directory, emulator.port())
            + "reload-interval = 200ms\nintegrations {\n"
            + integrations
            + "}\nstop-deadline = 2s\n"
            + String.join("\n", more));
    Files.move(draft, directory.resolve("host.conf"), StandardCopyOption.REPLACE_EXISTING);
  }
}
