package io.integrationhost.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.emulator.EmulatedIntegration;
import io.integrationhost.emulator.Emulator;
import io.integrationhost.emulator.EmulatorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jars that come, change and go while the program runs. */
final class HotPluginsTest {

  @TempDir private Path directory;

  private final Emulator emulator = Emulator.start(EmulatorSettings.builder().build());
  private Path plugins;
  private RunningHost host;

  @BeforeEach
  void makeDirectory() throws IOException {
    plugins = Files.createDirectory(directory.resolve("plugins"));
  }

  @AfterEach
  void stop() {
    if (host != null) {
      host.close();
    }
    emulator.close();
  }

  private void run(String integrations) throws IOException {
    Path settings =
        Settings.write(
            directory,
            Settings.head(directory, emulator.port())
                + """
                plugins { directory = "%s", poll-interval = 100ms }
                integrations {
                  %s
                }
                """
                    .formatted(plugins, integrations));
    host = HostInside.start(settings);
  }

  private static EmulatedIntegration slices(String key, String slices) {
    return Integrations.guide(key, 0).toBuilder()
        .configuration(Integrations.custom("{\"plugins\": " + slices + "}"))
        .build();
  }

  private void put(String name, byte[] jar) throws IOException {
    Lodger.put(plugins.resolve(name + ".jar"), jar);
  }

  @Test
  void aWaitingIntegrationStartsWhenItsPluginComesAndStopsWhenItGoes() throws IOException {
    int port = Integrations.freePort();
    emulator.add(Integrations.guide("sensors", port));
    run("sensors { routing-key = sensors, secret = sensors-secret }");
    host.awaitLine(
        line -> line.contains("'sensors' is FAILED") && line.contains("no plugin serves"));

    put("tcp", Files.readAllBytes(TcpJar.shipped()));
    host.awaitLineWith("'sensors' is RUNNING");
    try (DeviceConnection device = new DeviceConnection(port)) {
      assertThat(device.ask("1,2,3")).isEqualTo("OK");

      int from = host.lines().size();
      Files.delete(plugins.resolve("tcp.jar"));
      host.awaitLineSince(
          from, "'sensors' is FAILED", "plugin 'tcp', which served it, was removed");
      host.awaitLineSince(from, "Put the plugin's jar into plugins/");
      assertThat(device.answer()).isNull();
    }
    await().atMost(HostProcess.PATIENCE).until(() -> !Integrations.isListening(port));

    int from = host.lines().size();
    put("tcp", Files.readAllBytes(TcpJar.shipped()));
    host.awaitLineSince(from, "'sensors' is RUNNING");
    try (DeviceConnection device = new DeviceConnection(port)) {
      assertThat(device.ask("4,5,6")).isEqualTo("OK");
    }
  }

  @Test
  void oneMissingPluginDegradesAndDoesNotStopTheOtherSlice() throws IOException {
    int port = Integrations.freePort();
    put("tcp", Files.readAllBytes(TcpJar.shipped()));
    put("lodger", new Lodger("lodger", "1.0.0").jar());
    emulator.add(slices("sensors", "{\"tcp\": {\"port\": " + port + "}, \"lodger\": {}}"));
    run("sensors { routing-key = sensors, secret = sensors-secret }");
    host.awaitLineWith("'sensors' is RUNNING");
    try (DeviceConnection device = new DeviceConnection(port)) {
      assertThat(device.ask("1,2,3")).isEqualTo("OK");
      Files.delete(plugins.resolve("lodger.jar"));
      host.awaitLine(
          line ->
              line.contains("'sensors' is DEGRADED")
                  && line.contains("asks for plugin 'lodger', which is not installed"));
      assertThat(device.ask("4,5,6")).isEqualTo("OK");
      int from = host.lines().size();
      put("lodger", new Lodger("lodger", "1.1.0").jar());
      host.awaitLineSince(from, "'sensors' is RUNNING");
      assertThat(device.ask("7,8,9")).isEqualTo("OK");
    }
  }

  @Test
  void goesBackToTheFormerCopyWhenTheNewOneDoesNotStart() throws IOException {
    put("lodger", new Lodger("lodger", "1.0.0").jar());
    emulator.add(slices("sensors", "{\"lodger\": {}}"));
    emulator.add(slices("others", "{\"lodger\": {\"slice\": 2}}"));
    run(
        """
        sensors { routing-key = sensors, secret = sensors-secret }
        others { routing-key = others, secret = others-secret }
        """);
    host.awaitLineWith("'sensors' is RUNNING");
    host.awaitLineWith("'others' is RUNNING");
    int from = host.lines().size();
    // Starts for one integration and not for the other: both go back.
    put(
        "lodger",
        new Lodger("lodger", "1.1.0")
            .with(
                "start",
                "if (context.integration().equals(\"sensors\")) throw new"
                    + " IllegalStateException(\"on purpose\"); return done();")
            .jar());
    host.awaitLineSince(
        from, "rejected", "plugin lodger 1.1.0 was taken back", "on purpose", "lodger 1.0.0 keeps");
    host.awaitLineSince(
        from, "'sensors' is DEGRADED", "on purpose", "what ran before keeps running");
    host.awaitLineSince(from, "'sensors' is RUNNING");
    host.awaitLineSince(from, "plugin lodger 1.1.0 unloaded");
    assertThat(host.lines().stream().skip(from))
        .filteredOn(line -> line.contains("runs with plugin lodger"))
        .last()
        .asString()
        .contains("lodger 1.0.0");
  }

  @Test
  void aPinnedVersionRunsBesideTheNewest() throws IOException {
    int pinned = Integrations.freePort();
    int newest = Integrations.freePort();
    put("tcp-1.0.0", TcpJar.version("1.0.0"));
    emulator.add(Integrations.guide("pinned", pinned));
    emulator.add(
        slices(
            "newest",
            "{\"tcp\": {\"port\": "
                + newest
                + "}, \"kept\": {\"plugin\": \"tcp@1.0.0\", \"port\": 0}}"));
    run(
        """
        pinned { routing-key = pinned, secret = pinned-secret, plugin = "tcp@1.0.0" }
        newest { routing-key = newest, secret = newest-secret }
        """);
    host.awaitLineWith("'pinned' is RUNNING");
    host.awaitLineWith("'newest' is RUNNING");
    try (DeviceConnection stays = new DeviceConnection(pinned)) {
      assertThat(stays.ask("1,2,3")).isEqualTo("OK");
      put("tcp-1.1.0", TcpJar.version("1.1.0"));
      host.awaitLineWith("transport 'tcp' runs with plugin tcp 1.1.0");
      host.awaitLine(line -> line.contains("tcp-1.0.0.jar") && line.contains("is superseded by"));
      assertThat(stays.ask("4,5,6")).isEqualTo("OK");
      Files.delete(plugins.resolve("tcp-1.0.0.jar"));
      host.awaitLine(
          line ->
              line.contains("'pinned' is FAILED")
                  && line.contains("asks for plugin 'tcp@1.0.0', which is not installed")
                  && line.contains("installed versions of it: 1.1.0"));
      host.awaitLineWith("'newest' is DEGRADED");
    }
    try (DeviceConnection device = new DeviceConnection(newest)) {
      assertThat(device.ask("7,8,9")).isEqualTo("OK");
    }
  }

  @Test
  void aConfigurationThatWasRefusedDoesNotKeepWhatRunsFromMoving() throws IOException {
    put("lodger", new Lodger("lodger", "1.0.0").jar());
    emulator.add(slices("sensors", "{\"lodger\": {}}"));
    run("sensors { routing-key = sensors, secret = sensors-secret }");
    host.awaitLineWith("'sensors' is RUNNING");
    emulator.integration("sensors").push(slices("sensors", "{\"nobody\": {}}"));
    host.awaitLine(
        line ->
            line.contains("'sensors' is DEGRADED") && line.contains("asks for plugin 'nobody'"));
    put("lodger", new Lodger("lodger", "1.1.0").jar());
    host.awaitLineWith("transport 'lodger' runs with plugin lodger 1.1.0");
    host.awaitLineWith("plugin lodger 1.0.0 unloaded");
    int from = host.lines().size();
    // What it waited for comes: the refused configuration is taken after all.
    put("nobody", new Lodger("nobody", "1.0.0").jar());
    host.awaitLineSince(from, "'sensors' is RUNNING");
    host.awaitLineSince(from, "transport 'nobody' runs with plugin nobody 1.0.0");
  }

  @Test
  void theCommandShowsLoadedSupersededAndRejected() throws IOException {
    put("lodger-1.0.0", new Lodger("lodger", "1.0.0").jar());
    put("lodger-1.1.0", new Lodger("lodger", "1.1.0").jar());
    put("notes", new byte[] {1, 2, 3});
    Command command = Command.run("plugins", "--directory", plugins.toString());
    assertThat(command.exitCode()).isEqualTo(1);
    assertThat(command.lines())
        .anyMatch(line -> line.startsWith("lodger ") && line.endsWith("lodger-1.1.0.jar"))
        .anyMatch(
            line ->
                line.contains("1.0.0")
                    && line.contains("superseded by")
                    && line.contains("plugin = \"lodger@1.0.0\""))
        .anyMatch(line -> line.contains("notes.jar: is not a readable jar"));
  }
}
