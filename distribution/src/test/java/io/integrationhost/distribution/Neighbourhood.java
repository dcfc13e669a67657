package io.integrationhost.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.emulator.Emulator;
import io.integrationhost.emulator.EmulatorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A host with the TCP plugin, one device of which sends all the time, and with plugins beside it
 * that are bad.
 */
final class Neighbourhood {

  /** A second is the aim; two cores shared with other work give no such promise. */
  static final Duration LONGEST_GAP = Duration.ofSeconds(8);

  private static final Pattern LISTENING = Pattern.compile("listening on port (\\d+)");
  private static final String DEADLINES =
      """
      plugins {
        directory = "%s", poll-interval = 50ms
        create-deadline = 2s, start-deadline = 3s, stop-deadline = 2s, downlink-deadline = 1s
      }
      """;

  private final Path directory;
  private final Path plugins;
  private final Metronome metronome = new Metronome();
  private final List<String> keys = new ArrayList<>();

  Neighbourhood(Path directory) throws IOException {
    this.directory = directory;
    plugins = Files.createDirectory(directory.resolve("plugins"));
    Lodger.put(plugins.resolve("tcp.jar"), Files.readAllBytes(TcpJar.shipped()));
  }

  Metronome metronome() {
    return metronome;
  }

  /** Where the host looks for a plugin of this name. */
  Path jar(String name) {
    return plugins.resolve(name + ".jar");
  }

  Emulator emulator() {
    return Emulator.start(
        EmulatorSettings.builder()
            .keptItems(0)
            .itemListener(metronome)
            .integration(Integrations.guide("good", 0))
            .build());
  }

  void addIntegration(Emulator emulator, String id) {
    emulator.add(
        Integrations.guide(id, 0).toBuilder()
            .configuration(Integrations.custom("{\"plugins\": {\"" + id + "\": {}}}"))
            .build());
    keys.add(id);
  }

  HostProcess run(Emulator emulator) throws IOException {
    keys.add("good");
    String integrations =
        keys.stream()
            .map(
                key ->
                    "integrations.%s { routing-key = %s, secret = %s }%n"
                        .formatted(key, key, Integrations.secret(key)))
            .collect(Collectors.joining());
    Path settings =
        Settings.write(
            directory,
            Settings.head(directory, emulator.port())
                + DEADLINES.formatted(plugins)
                + integrations);
    return HostProcess.start("run", "--conf", settings.toString());
  }

  /** Starts a host with the settings of the one before. */
  HostInside runAgain() {
    return HostInside.start(directory.resolve("host.conf"));
  }

  void startMetronome(HostProcess host) {
    host.awaitLine(line -> LISTENING.matcher(line).find());
    host.lines().stream()
        .map(LISTENING::matcher)
        .filter(Matcher::find)
        .findFirst()
        .ifPresent(found -> metronome.connectTo(Integer.parseInt(found.group(1))));
    awaitAcknowledged(100);
  }

  /** A cold virtual machine pauses by itself; and a gap that no receipt ends would not be seen. */
  void awaitAcknowledged(long more) {
    long wanted = metronome.ledger().acknowledged() + more;
    await().atMost(HostProcess.PATIENCE).until(() -> metronome.ledger().acknowledged() >= wanted);
  }

  void finish(HostProcess host, List<String> report) throws InterruptedException {
    metronome.stop();
    await()
        .atMost(HostProcess.PATIENCE)
        .untilAsserted(() -> assertThat(metronome.ledger().lostReadings()).isEmpty());
    assertThat(metronome.fault()).isEmpty();
    assertThat(metronome.ledger().disorder()).isZero();
    report.forEach(System.out::println);
    System.out.println("the good plugin: " + metronome.ledger());
    assertThat(host.terminate()).isZero();
  }

  static String text(Duration gap) {
    return gap.toMillis() + " ms";
  }
}
