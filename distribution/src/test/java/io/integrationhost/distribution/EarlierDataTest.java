package io.integrationhost.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.emulator.AnswerPolicy;
import io.integrationhost.emulator.EmulatedConverter;
import io.integrationhost.emulator.EmulatedDownlink;
import io.integrationhost.emulator.EmulatedIntegration;
import io.integrationhost.emulator.Emulator;
import io.integrationhost.emulator.EmulatorSettings;
import io.integrationhost.emulator.IntegrationHandle;
import io.integrationhost.emulator.ReceivedItem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Data directories that earlier builds left behind when they were killed: this build starts on them
 * and loses nothing. Each holds three integrations with readings that wait (in segments and in the
 * journal), two dead letters, two waiting downlinks and the saved configurations.
 *
 * <p>{@code -Drecord=FILE} has this build write such a directory, for the builds to come.
 */
final class EarlierDataTest {

  private static final List<String> KEYS = List.of("barn", "hall", "yard");
  private static final int READINGS = 40;
  private static final Pattern LISTENING = Pattern.compile("'(\\w+)'.*listening on port (\\d+)");

  private static final EmulatedConverter DECODER =
      EmulatedConverter.of(
          "decoder",
          """
          {"scriptLang": "JS", "decoder": "var v = String.fromCharCode.apply(String, payload)\
          .split(','); if (isNaN(v[0])) throw new Error('no number'); return {deviceName: 'unnamed',\
           deviceType: 'sensor', telemetry: {temperature: Number(v[0])}};"}
          """);

  private static final EmulatedConverter ENCODER =
      EmulatedConverter.of(
          "encoder",
          """
          {"scriptLang": "JS", "encoder": "return {contentType: 'TEXT', data: 'v' + msg.v};"}
          """);

  @TempDir private Path directory;

  private final Emulator emulator = Emulator.start(EmulatorSettings.builder().build());

  @AfterEach
  void stopEmulator() {
    emulator.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"data-2026-11-30.zip"})
  void losesNothingOfIt(String recorded) throws Exception {
    unpack(recorded);
    addIntegrations();
    Path settings = settings();
    emulator.stopListening();
    try (HostInside host = HostInside.start(settings)) {
      // Devices are served with the configurations that the earlier build has saved.
      for (String key : KEYS) {
        try (DeviceConnection device = new DeviceConnection(port(host, key))) {
          assertThat(device.ask("Hello to ThingsBoard! My name is [Device " + key + "]"))
              .startsWith("Hello");
          assertThat(device.ask(Integer.toString(READINGS))).isEqualTo("OK");
        }
      }
      emulator.startListening();
      for (String key : KEYS) {
        await()
            .atMost(HostProcess.PATIENCE)
            .untilAsserted(
                () ->
                    assertThat(temperatures(key, "Device " + key))
                        .containsExactlyElementsOf(upTo(READINGS + 1)));
      }
      try (DeviceConnection valve = new DeviceConnection(port(host, "barn"))) {
        assertThat(valve.ask("Hello to ThingsBoard! My name is [Valve]")).startsWith("Hello");
        assertThat(valve.answer()).isEqualTo("v1");
        assertThat(valve.answer()).isEqualTo("v2");
      }
      assertThat(letters("list", settings))
          .anyMatch(line -> line.contains("payload of 4 bytes") && line.contains("no number"))
          .anyMatch(line -> line.contains("Refused") && line.contains("cannot take this one"));
      letters("replay", settings, "--all", "--integration", "barn");
      await()
          .atMost(HostProcess.PATIENCE)
          .until(() -> temperatures("barn", "Refused").equals(upTo(1)));
      assertThat(host.terminate()).isZero();
      assertThat(host.lines()).noneMatch(line -> line.contains("ERROR"));
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "record", matches = ".+")
  void records() throws Exception {
    addIntegrations();
    emulator
        .integration("barn")
        .answers(
            AnswerPolicy.standard()
                .failWhere(item -> item.name().equals("Refused"), "cannot take this one"));
    Path settings = settings();
    try (HostProcess host = HostProcess.start("run", "--conf", settings.toString())) {
      KEYS.forEach(key -> host.awaitLineWith("'" + key + "' is RUNNING"));
      for (int v = 1; v <= 2; v++) {
        EmulatedDownlink downlink =
            EmulatedDownlink.of("Valve", "RPC", "{\"v\": " + v + "}", Map.of());
        assertThat(emulator.integration("barn").push(downlink)).isTrue();
      }
      int barn = port(host, "barn");
      try (DeviceConnection device = new DeviceConnection(barn)) {
        assertThat(device.ask("Hello to ThingsBoard! My name is [Refused]")).startsWith("Hello");
        assertThat(device.ask("0")).isEqualTo("OK");
        assertThat(device.ask("warm")).isEqualTo("ERROR");
      }
      await()
          .atMost(HostProcess.PATIENCE)
          .until(
              () ->
                  letters("list", settings).stream().filter(l -> l.contains("barn")).count() == 2);
      emulator.stopListening();
      KEYS.forEach(key -> host.awaitLineWith("'" + key + "' is DEGRADED"));
      Failures failures = new Failures();
      List<Thread> devices =
          KEYS.stream()
              .map(key -> new Thread(() -> failures.note(() -> sendAll(key, port(host, key)))))
              .toList();
      devices.forEach(Thread::start);
      for (Thread device : devices) {
        device.join(HostProcess.PATIENCE.toMillis());
      }
      assertThat(failures.all).isEmpty();
      host.kill();
    }
    pack(Path.of(System.getProperty("record")));
  }

  /** What went wrong on other threads. */
  private static final class Failures {
    private final ConcurrentLinkedQueue<Throwable> all = new ConcurrentLinkedQueue<>();

    private void note(Callable<Void> task) {
      try {
        task.call();
      } catch (Throwable e) {
        all.add(e);
      }
    }
  }

  private static Void sendAll(String key, int port) throws IOException {
    try (DeviceConnection device = new DeviceConnection(port)) {
      assertThat(device.ask("Hello to ThingsBoard! My name is [Device " + key + "]"))
          .startsWith("Hello");
      for (int i = 0; i < READINGS; i++) {
        assertThat(device.ask(Integer.toString(i))).isEqualTo("OK");
      }
    }
    return null;
  }

  private void addIntegrations() {
    for (String key : KEYS) {
      EmulatedIntegration guide = Integrations.guide(key, 0);
      String own = "{\"port\": 0, \"appendLineEndToDownlinks\": true}";
      emulator.add(
          guide.toBuilder()
              .configuration(Integrations.custom(own))
              .uplinkConverter(DECODER)
              .downlinkConverter(ENCODER)
              .build());
    }
  }

  private Path settings() throws IOException {
    Path settings = Settings.of(directory, emulator.port(), KEYS.toArray(String[]::new));
    // What was recorded long ago must still wait.
    return Files.writeString(
        settings, "downlinks.time-to-live = 36500d\n", StandardOpenOption.APPEND);
  }

  private static int port(RunningHost host, String key) {
    Matcher[] found = new Matcher[1];
    host.awaitLine(
        line -> {
          Matcher match = LISTENING.matcher(line);
          if (match.find() && match.group(1).equals(key)) {
            found[0] = match;
          }
          return found[0] != null;
        });
    return Integer.parseInt(found[0].group(2));
  }

  private List<Long> temperatures(String key, String device) {
    IntegrationHandle integration = emulator.integration(key);
    return integration.received().stream()
        .filter(item -> item.kind() == ReceivedItem.Kind.DEVICE && item.name().equals(device))
        .flatMap(item -> item.telemetry().stream())
        .map(reading -> (Long) reading.values().get("temperature"))
        .distinct()
        .toList();
  }

  private static List<Long> upTo(int count) {
    return IntStream.range(0, count).mapToObj(Long::valueOf).toList();
  }

  private static List<String> letters(String command, Path settings, String... more) {
    String[] arguments =
        Stream.concat(
                Stream.of("dead-letters", command, "--conf", settings.toString()), Stream.of(more))
            .toArray(String[]::new);
    Command letters = Command.run(arguments);
    assertThat(letters.exitCode()).as(letters.text()).isZero();
    return letters.lines();
  }

  private void pack(Path file) throws IOException {
    Path data = directory.resolve("data");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out);
        Stream<Path> all = Files.walk(data)) {
      // What is staged of plugins is copied anew at each start.
      Path staged = data.resolve("plugins");
      for (Path each :
          all.filter(Files::isRegularFile)
              .filter(found -> !found.startsWith(staged))
              .sorted()
              .toList()) {
        zip.putNextEntry(new ZipEntry(data.relativize(each).toString()));
        Files.copy(each, zip);
        zip.closeEntry();
      }
    }
  }

  private void unpack(String recorded) throws IOException {
    Path resources = Path.of(System.getProperty("checkout"), "distribution/src/test/resources");
    try (InputStream in = Files.newInputStream(resources.resolve(recorded));
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = directory.resolve("data").resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.copy(zip, file);
      }
    }
  }
}
