package io.integrationhost.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.integrationhost.emulator.EmulatedConverter;
import io.integrationhost.emulator.EmulatedIntegration;
import io.integrationhost.emulator.Emulator;
import io.integrationhost.emulator.EmulatorSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Four integrations with a script that nothing can stop (X2), or that fills the memory (X3, which
 * is refused at once today, and one that is not) get one message each, beside a fifth with 1,000
 * readings a second, in a host with 256 MB. Only with {@code -Dhostile=all}, or with one case such
 * as {@code -Dhostile=auto-X3}: each takes a minute and all processors. {@code -Drate=...} sets how
 * many readings a second, {@code -Dbefore=60} how many seconds before the attack: its latter half
 * is compared, a longer one with a warm host. What counts is printed.
 */
@EnabledIfSystemProperty(named = "hostile", matches = ".+")
final class HostileScriptsTest {

  private static final int ATTACKERS = 4;
  private static final int READINGS_PER_SECOND = Integer.getInteger("rate", 1000);
  private static final Duration BEFORE = Duration.ofSeconds(Integer.getInteger("before", 15));
  private static final Duration AFTER = Duration.ofSeconds(30);
  private static final Duration SERVED_AGAIN = Duration.ofSeconds(10);

  private static final Map<String, String> SCRIPTS =
      Map.of(
          "X2", "Array.prototype.lastIndexOf.call(JSON.parse(text), 1);",
          "X3", "var v = Array.from(JSON.parse(text));",
          "memory", "var v = Array.prototype.toReversed.call(JSON.parse(text));");

  private static final Map<String, String> MESSAGES =
      Map.of(
          "X2", "{\"length\":9007199254740991}",
          "X3", "{\"length\":4294967294}",
          "memory", "{\"length\":4294967294}");

  @TempDir private Path directory;

  private final Ledger ledger = new Ledger();
  private final List<Integer> ports = new ArrayList<>();
  private Path settings;

  private static EmulatedIntegration hostile(String key, int port, String script) {
    String decoder =
        "var text = String.fromCharCode.apply(String, payload); if (text[0] == '{') { "
            + script
            + " } return {deviceName: 'unnamed', deviceType: 'sensor', telemetry: {a: 1}};";
    return Integrations.guide(key, port).toBuilder()
        .uplinkConverter(
            EmulatedConverter.of(
                key + " converter", "{\"scriptLang\": \"JS\", \"decoder\": \"" + decoder + "\"}"))
        .build();
  }

  private Emulator emulator(String attack) throws IOException {
    EmulatorSettings.Builder builder =
        EmulatorSettings.builder()
            .keptItems(0)
            .itemListener(
                item -> {
                  if (item.name().startsWith("Device ")) {
                    ledger.accept(item);
                  }
                });
    for (int i = 0; i < ATTACKERS; i++) {
      ports.add(Integrations.freePort());
      builder.integration(hostile("bad" + i, ports.get(i), SCRIPTS.get(attack)));
    }
    ports.add(Integrations.freePort());
    return Emulator.start(
        builder.integration(Integrations.guide("good", ports.get(ATTACKERS))).build());
  }

  private HostProcess run() throws IOException {
    return HostProcess.start(Map.of("JAVA_OPTS", "-Xmx256m"), "run", "--conf", settings.toString());
  }

  private void awaitRunning(HostProcess host) {
    await()
        .atMost(HostProcess.PATIENCE)
        .failFast("the host has ended", () -> !host.isAlive())
        .until(
            () ->
                host.lines().stream().filter(line -> line.endsWith(" is RUNNING")).count()
                    > ATTACKERS);
  }

  @ParameterizedTest
  @CsvSource({
    "process,X2", "process,X3", "process,memory",
    "auto,X2", "auto,X3", "auto,memory",
    "thread,X2", "thread,X3", "thread,memory"
  })
  void theFifthIsServed(String isolation, String attack) throws Exception {
    String chosen = System.getProperty("hostile");
    assumeTrue(chosen.equals("all") || chosen.equals(isolation + "-" + attack));
    try (Emulator emulator = emulator(attack)) {
      configure(emulator, isolation);
      HostProcess host = run();
      try {
        awaitRunning(host);
        host = attacked(host, isolation, attack);
      } finally {
        host.close();
      }
    }
  }

  private void configure(Emulator emulator, String isolation) throws IOException {
    StringBuilder text =
        new StringBuilder(Settings.head(directory, emulator.port()))
            .append("converter.isolation = ")
            .append(isolation)
            .append('\n');
    for (String key : List.of("bad0", "bad1", "bad2", "bad3", "good")) {
      text.append(
          "integrations.%s { routing-key = %s, secret = %s }%n"
              .formatted(key, key, Integrations.secret(key)));
    }
    settings = Settings.write(directory, text.toString());
  }

  private HostProcess attacked(HostProcess first, String isolation, String attack)
      throws Exception {
    HostProcess host = first;
    try (PacedDevices devices =
        new PacedDevices(ledger, ports.get(ATTACKERS), 10, READINGS_PER_SECOND)) {
      devices.awaitBegun();
      TimeUnit.NANOSECONDS.sleep(BEFORE.toNanos() / 2);
      devices.takeP99();
      TimeUnit.NANOSECONDS.sleep(BEFORE.toNanos() / 2);
      Duration before = devices.takeP99();
      int exit = -1;
      long lastAttack = 0;
      List<DeviceConnection> attackers = new ArrayList<>();
      for (int i = 0; i < ATTACKERS; i++) {
        DeviceConnection attacker = new DeviceConnection(ports.get(i));
        attackers.add(attacker);
        attacker.ask("Hello to ThingsBoard! My name is [Bad " + i + "]");
        attacker.send(MESSAGES.get(attack));
        lastAttack = System.nanoTime();
      }
      long served = awaitServed(host, devices, lastAttack);
      if (host.endsWithin(Duration.ofMillis(1)) || isolation.equals("thread")) {
        if (host.endsWithin(AFTER.plus(AFTER))) {
          exit = host.exitCode();
          report(host);
          host = run();
          awaitRunning(host);
          served = awaitServed(host, devices, lastAttack);
        }
      }
      devices.takeP99();
      TimeUnit.NANOSECONDS.sleep(AFTER.toNanos());
      Duration after = devices.takeP99();
      for (DeviceConnection attacker : attackers) {
        attacker.close();
      }
      devices.stop();
      await()
          .atMost(HostProcess.PATIENCE)
          .untilAsserted(() -> assertThat(ledger.lostReadings()).as(ledger.toString()).isEmpty());
      report(host);
      System.out.printf(
          "%s %s: %s, %d refused; p99 %d ms before, %d ms after; served again after %d ms;"
              + " exit code %s%n",
          isolation,
          attack,
          ledger,
          devices.refused(),
          before.toMillis(),
          after.toMillis(),
          TimeUnit.NANOSECONDS.toMillis(served),
          exit < 0 ? "none" : exit);
      if (!isolation.equals("thread")) {
        assertThat(devices.refused()).isZero();
        assertThat(exit).isNegative();
        assertThat(Duration.ofNanos(served)).isLessThan(SERVED_AGAIN);
      } else if (exit >= 0) {
        assertThat(exit).isEqualTo(3);
      }
      assertThat(host.terminate()).isZero();
    }
    return host;
  }

  /** Nanoseconds until a whole second passed with as many answers as readings are sent. */
  private static long awaitServed(HostProcess host, PacedDevices devices, long since)
      throws InterruptedException {
    int good = 0;
    while (good < 4 && System.nanoTime() - since < HostProcess.PATIENCE.toNanos()) {
      devices.takeP99();
      if (host.endsWithin(Duration.ofMillis(250))) {
        break;
      }
      good = devices.answers() >= READINGS_PER_SECOND / 4 * 8 / 10 ? good + 1 : 0;
    }
    return System.nanoTime() - since;
  }

  private static void report(HostProcess host) {
    host.lines().stream()
        .filter(
            line -> line.contains(" ERROR ") || line.contains(" WARN ") || line.contains("cript"))
        .limit(60)
        .forEach(System.out::println);
  }
}
