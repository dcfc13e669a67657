package io.integrationhost.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.distribution.BadPlugin.Fate;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plugins that are bad in every way we know, at the start of a host and in place of a good one
 * while it runs: each is named, and a good plugin beside them loses nothing and does not pause.
 */
final class PluginGalleryTest {

  /** The design aims at a second; two cores shared with other work give no such promise. */
  private static final Duration LONGEST_GAP = Duration.ofSeconds(8);

  private static final Pattern LISTENING = Pattern.compile("listening on port (\\d+)");
  private static final String DEADLINES =
      """
      plugins {
        directory = "%s", poll-interval = 200ms
        create-deadline = 3s, start-deadline = 5s, stop-deadline = 3s, downlink-deadline = 1s
      }
      """;

  @TempDir private Path directory;

  private final Metronome metronome = new Metronome();
  private final List<String> keys = new ArrayList<>();
  private Path plugins;

  @BeforeEach
  void installTheGoodPlugin() throws IOException {
    plugins = Files.createDirectory(directory.resolve("plugins"));
    Lodger.put(plugins.resolve("tcp.jar"), Files.readAllBytes(TcpJar.shipped()));
  }

  private Emulator emulator() {
    return Emulator.start(
        EmulatorSettings.builder()
            .keptItems(0)
            .itemListener(metronome)
            .integration(Integrations.guide("good", 0))
            .build());
  }

  private void addIntegration(Emulator emulator, String id) {
    emulator.add(
        Integrations.guide(id, 0).toBuilder()
            .configuration(Integrations.custom("{\"plugins\": {\"" + id + "\": {}}}"))
            .build());
    keys.add(id);
  }

  private HostProcess run(Emulator emulator) throws IOException {
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

  private void startMetronome(HostProcess host) {
    host.awaitLine(line -> LISTENING.matcher(line).find());
    host.lines().stream()
        .map(LISTENING::matcher)
        .filter(Matcher::find)
        .findFirst()
        .ifPresent(found -> metronome.connectTo(Integer.parseInt(found.group(1))));
    awaitAcknowledged(100);
  }

  /** A cold virtual machine pauses by itself; and a gap that no receipt ends would not be seen. */
  private void awaitAcknowledged(long more) {
    long wanted = metronome.ledger().acknowledged() + more;
    await().atMost(HostProcess.PATIENCE).until(() -> metronome.ledger().acknowledged() >= wanted);
  }

  private static void awaitSince(HostProcess host, int from, String... parts) {
    await()
        .atMost(HostProcess.PATIENCE)
        .failFast("the host has ended", () -> !host.isAlive())
        .untilAsserted(
            () -> {
              assertThat(host.lines().stream().skip(from))
                  .as(String.join(" ... ", parts))
                  .anyMatch(line -> List.of(parts).stream().allMatch(line::contains));
            });
  }

  private void finish(HostProcess host, List<String> report) throws InterruptedException {
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

  @Test
  void atTheStart() throws IOException, InterruptedException {
    List<BadPlugin> gallery = BadPlugin.gallery();
    try (Emulator emulator = emulator()) {
      for (BadPlugin bad : gallery) {
        Lodger.put(plugins.resolve(bad.name() + ".jar"), bad.jar(bad.name(), "1.0.0"));
        if (bad.fate() != Fate.REFUSED) {
          addIntegration(emulator, bad.name());
        }
      }
      try (HostProcess host = run(emulator)) {
        startMetronome(host);
        for (BadPlugin bad : gallery) {
          switch (bad.fate()) {
            case REFUSED -> awaitSince(host, 0, "rejected", bad.name() + ".jar", bad.told());
            case FAILS ->
                awaitSince(host, 0, "integration '" + bad.name() + "' is FAILED", bad.told());
            case RUNS -> {
              awaitSince(host, 0, "transport '" + bad.name() + "' runs with plugin");
              awaitSince(host, 0, bad.told());
            }
          }
        }
        Duration gap = metronome.takeLongestGap();
        finish(host, List.of("all " + gallery.size() + " at the start: longest gap " + text(gap)));
        assertThat(gap).isLessThan(LONGEST_GAP);
        gallery.forEach(
            bad ->
                bad.end()
                    .ifPresent(
                        told ->
                            assertThat(host.lines())
                                .as(bad.name())
                                .anyMatch(line -> line.contains(told))));
      }
    }
  }

  @Test
  void inPlaceOfAGoodOne() throws IOException, InterruptedException {
    Path jar = plugins.resolve("lodger.jar");
    List<String> report = new ArrayList<>();
    try (Emulator emulator = emulator()) {
      Lodger.put(jar, new Lodger("lodger", "1.0.0").jar());
      addIntegration(emulator, "lodger");
      try (HostProcess host = run(emulator)) {
        host.awaitLineWith("integration 'lodger' is RUNNING");
        startMetronome(host);
        awaitAcknowledged(500);
        int version = 0;
        for (BadPlugin bad : BadPlugin.gallery()) {
          metronome.takeLongestGap();
          version++;
          replace(host, jar, bad, "1." + version);
          awaitAcknowledged(20);
          Duration gap = metronome.takeLongestGap();
          report.add("%-28s longest gap %s".formatted(bad, text(gap)));
          assertThat(metronome.fault()).as(bad.name()).isEmpty();
          assertThat(gap).as(bad.name()).isLessThan(LONGEST_GAP);
        }
        finish(host, report);
        assertThat(host.lines().stream().filter(line -> line.contains("integration 'good'")))
            .as("states of the good integration")
            .noneMatch(line -> line.contains("DEGRADED") || line.contains("FAILED"));
      }
    }
  }

  /** What no host can prevent: see the operators' guide. The log tells what was loaded last. */
  @Test
  void oneThatEndsTheProcessAtTheStartCanBeTakenAway() throws IOException, InterruptedException {
    Path jar = plugins.resolve("lodger.jar");
    String exit = "thread(\"exit\", () -> System.exit(3)); return done();";
    Lodger.put(jar, new Lodger("lodger", "1.0.0").with("start", exit).jar());
    try (Emulator emulator = emulator()) {
      addIntegration(emulator, "lodger");
      try (HostProcess host = run(emulator)) {
        host.exitCode();
        assertThat(host.lines())
            .anyMatch(line -> line.contains("plugin lodger 1.0.0 loaded"))
            .anyMatch(line -> line.endsWith("stopped"));
      }
      Files.delete(jar);
      try (HostProcess again =
          HostProcess.start("run", "--conf", directory.resolve("host.conf").toString())) {
        again.awaitLineWith("integration 'good' is RUNNING");
      }
    }
  }

  /** What no host can prevent: see the operators' guide. */
  @Test
  void onesThatEndTheProcessCostNoStoredReading() throws IOException, InterruptedException {
    Path jar = plugins.resolve("lodger.jar");
    try (Emulator emulator = emulator()) {
      addIntegration(emulator, "lodger");
      try (HostProcess host = run(emulator)) {
        startMetronome(host);
        String exit = "thread(\"exit\", () -> System.exit(3)); return done();";
        Lodger.put(jar, new Lodger("lodger", "1.0.0").with("start", exit).jar());
        host.exitCode();
        assertThat(host.lines()).anyMatch(line -> line.endsWith("stopped"));
      }
      metronome.stop();
      Files.delete(jar);
      try (HostProcess again =
          HostProcess.start("run", "--conf", directory.resolve("host.conf").toString())) {
        again.awaitLineWith("integration 'good' is RUNNING");
        await()
            .atMost(HostProcess.PATIENCE)
            .untilAsserted(() -> assertThat(metronome.ledger().lostReadings()).isEmpty());
        System.out.println("after System.exit: " + metronome.ledger());
      }
    }
  }

  /** Puts a bad version in place, then a good one again. */
  private static void replace(HostProcess host, Path jar, BadPlugin bad, String release)
      throws IOException {
    int from = host.lines().size();
    Lodger.put(jar, bad.jar("lodger", release + ".0"));
    switch (bad.fate()) {
      case REFUSED -> awaitSince(host, from, "rejected", bad.told(), "keeps running");
      case FAILS -> awaitSince(host, from, "rejected", "was taken back", bad.told());
      case RUNS -> {
        awaitSince(host, from, "transport 'lodger' runs with plugin lodger " + release + ".0");
        awaitSince(host, from, bad.told());
      }
    }
    int then = host.lines().size();
    String good = release + ".1";
    Lodger.put(jar, new Lodger("lodger", good).jar());
    awaitSince(host, then, "transport 'lodger' runs with plugin lodger " + good);
    if (bad.end().isPresent()) {
      awaitSince(host, then, bad.end().get());
    }
  }

  private static String text(Duration gap) {
    return gap.toMillis() + " ms";
  }
}
