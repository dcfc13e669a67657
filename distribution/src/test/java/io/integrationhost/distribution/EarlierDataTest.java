package io.integrationhost.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.emulator.AnswerPolicy;
import io.integrationhost.emulator.EmulatedDownlink;
import io.integrationhost.emulator.Emulator;
import io.integrationhost.emulator.EmulatorSettings;
import io.integrationhost.emulator.IntegrationHandle;
import io.integrationhost.emulator.ReceivedItem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
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

  @TempDir private Path directory;

  private final Emulator emulator = Emulator.start(EmulatorSettings.builder().build());

  @AfterEach
  void stopEmulator() {
    emulator.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"data-2026-11-30.zip"})
  void losesNothingOfIt(String recorded) throws Exception {
    EarlierData.unpack(recorded, directory);
    EarlierData.addIntegrations(emulator);
    Path settings = EarlierData.settings(directory, emulator);
    emulator.stopListening();
    try (HostInside host = HostInside.start(settings)) {
      // Devices are served with the configurations that the earlier build has saved.
      for (String key : EarlierData.KEYS) {
        try (DeviceConnection device = new DeviceConnection(EarlierData.port(host, key))) {
          assertThat(device.ask("Hello to ThingsBoard! My name is [Device " + key + "]"))
              .startsWith("Hello");
          assertThat(device.ask(Integer.toString(EarlierData.READINGS))).isEqualTo("OK");
        }
      }
      emulator.startListening();
      for (String key : EarlierData.KEYS) {
        await()
            .atMost(HostProcess.PATIENCE)
            .untilAsserted(
                () ->
                    assertThat(temperatures(key, "Device " + key))
                        .containsExactlyElementsOf(upTo(EarlierData.READINGS + 1)));
      }
      try (DeviceConnection valve = new DeviceConnection(EarlierData.port(host, "barn"))) {
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
    EarlierData.addIntegrations(emulator);
    emulator
        .integration("barn")
        .answers(
            AnswerPolicy.standard()
                .failWhere(item -> item.name().equals("Refused"), "cannot take this one"));
    Path settings = EarlierData.settings(directory, emulator);
    try (HostProcess host = HostProcess.start("run", "--conf", settings.toString())) {
      EarlierData.KEYS.forEach(key -> host.awaitLineWith("'" + key + "' is RUNNING"));
      for (int v = 1; v <= 2; v++) {
        EmulatedDownlink downlink =
            EmulatedDownlink.of("Valve", "RPC", "{\"v\": " + v + "}", Map.of());
        assertThat(emulator.integration("barn").push(downlink)).isTrue();
      }
      int barn = EarlierData.port(host, "barn");
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
      EarlierData.KEYS.forEach(key -> host.awaitLineWith("'" + key + "' is DEGRADED"));
      Failures failures = new Failures();
      List<Thread> devices =
          EarlierData.KEYS.stream()
              .map(
                  key ->
                      new Thread(
                          () -> failures.note(() -> sendAll(key, EarlierData.port(host, key)))))
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
      for (int i = 0; i < EarlierData.READINGS; i++) {
        assertThat(device.ask(Integer.toString(i))).isEqualTo("OK");
      }
    }
    return null;
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
}
