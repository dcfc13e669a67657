package io.integrationhost.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.emulator.EmulatedIntegration;
import io.integrationhost.emulator.Emulator;
import io.integrationhost.emulator.EmulatorSettings;
import io.integrationhost.emulator.IntegrationHandle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is in use is replaced in the middle of traffic, for devices that nobody tells of a loss.
 * {@code -Dreplacements=20} sets how often, {@code -Drate=3000} the readings per second.
 */
final class ReplacementTest {

  private static final String KEY = "official";

  private final int replacements = Integer.getInteger("replacements", 4);
  private final OfficialTraffic traffic = new OfficialTraffic(Integer.getInteger("rate", 600));

  @TempDir private Path directory;

  private final Emulator emulator =
      Emulator.start(EmulatorSettings.builder().keptItems(0).itemListener(traffic).build());
  private Path jar;
  private HostInside host;

  @AfterEach
  void stop() {
    traffic.close();
    if (host != null) {
      host.close();
    }
    emulator.close();
  }

  @Test
  void nothingIsLostOrOutOfOrderWhenThePortStays() throws IOException, InterruptedException {
    int port = Integrations.freePort();
    start(port);
    for (int i = 1; i <= replacements; i++) {
      pushConverter(i);
      awaitMore();
      push(integration().configuration().toBuilder().name("official " + i).build());
      awaitMore();
      settings(
          i % 2 == 1 ? "integrations.other { routing-key = other, secret = other-secret }" : "");
      host.awaitLine(times("the settings of now are in use", i));
      awaitMore();
    }
    finish(replacements + " converters, configurations and settings");
    assertThat(traffic.connections()).as("connections").isEqualTo(6);
  }

  @Test
  void whatWasReadIsStoredWhenPluginsAndPortsChange() throws IOException, InterruptedException {
    int port = Integrations.freePort();
    start(port);
    for (int i = 1; i <= replacements; i++) {
      Lodger.put(jar, TcpJar.version("1.1." + i));
      host.awaitLineWith("runs with plugin tcp 1.1." + i);
      awaitMore();
      int next = Integrations.freePort();
      push(
          integration().configuration().toBuilder()
              .configuration(OfficialTraffic.configuration(next, 128))
              .build());
      traffic.connectTo(next);
      host.awaitLineWith("listening on port " + next);
      awaitMore();
    }
    finish(replacements + " plugins and ports");
  }

  private void start(int port) throws IOException {
    emulator.add(OfficialTraffic.integration(KEY, port, OfficialTraffic.decoder(0)));
    emulator.add(Integrations.guide("other", 0));
    jar = Files.createDirectory(directory.resolve("plugins")).resolve("tcp.jar");
    Lodger.put(jar, TcpJar.version("1.1.0"));
    Path settings = settings("");
    host = HostInside.start(settings);
    host.awaitLineWith("is RUNNING");
    traffic.connectTo(port);
    awaitMore();
  }

  private Path settings(String more) throws IOException {
    return Settings.write(
        directory,
        Settings.head(directory, emulator.port())
            + """
            plugins { directory = "%s", poll-interval = 100ms }
            reload-interval = 100ms
            integrations.%s { routing-key = %s, secret = %s }
            %s
            """
                .formatted(jar.getParent(), KEY, KEY, Integrations.secret(KEY), more));
  }

  private IntegrationHandle integration() {
    return emulator.integration(KEY);
  }

  private void push(EmulatedIntegration changed) {
    assertThat(integration().push(changed)).isTrue();
  }

  /** Only the id tells which converter it is. */
  private void pushConverter(int version) {
    var id = integration().configuration().uplinkConverter().id();
    assertThat(integration().push(OfficialTraffic.decoder(version).withId(id))).isTrue();
  }

  private static java.util.function.Predicate<String> times(String part, int wanted) {
    int[] seen = {0};
    return line -> line.contains(part) && ++seen[0] >= wanted;
  }

  private void awaitMore() {
    long wanted = traffic.received() + 200;
    await()
        .atMost(HostProcess.PATIENCE)
        .failFast("the host has ended", () -> !host.isAlive())
        .until(() -> traffic.received() >= wanted);
  }

  private void finish(String title) throws InterruptedException {
    traffic.stop();
    await()
        .atMost(HostProcess.PATIENCE)
        .untilAsserted(() -> assertThat(traffic.missing()).as(traffic.toString()).isEmpty());
    assertThat(host.terminate()).isZero();
    System.out.println(title + ": " + traffic);
    assertThat(traffic.disorder()).as(traffic.toString()).isZero();
    assertThat(host.lines()).noneMatch(line -> line.contains("ERROR"));
  }
}
