package io.integrationhost.plugins.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.integrationhost.plugin.Health;
import io.integrationhost.testkit.FakeContext;
import io.integrationhost.testkit.ManualTime;
import io.integrationhost.testkit.StartedTransport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that do not end, and memory that runs out. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MemoryTest {

  private static final int MOST = 1024 * 1024;
  private static final int LARGE = 60_000;

  private final ManualTime time = new ManualTime();
  private final TcpPlugin plugin = new TcpPlugin();
  private final List<StartedTransport> started = new ArrayList<>();

  @AfterEach
  void stop() {
    started.forEach(StartedTransport::close);
    started.clear();
  }

  @AfterAll
  void close() {
    plugin.close();
  }

  private StartedTransport start(String slice) {
    started.add(StartedTransport.start(plugin, FakeContext.of(slice, time)));
    return started.get(started.size() - 1);
  }

  private static TestDevice connect(StartedTransport transport) throws IOException {
    return new TestDevice(RunningPlugin.port(transport.transport()));
  }

  @Test
  void boundsMessagesThatDoNotEndAndServesTheOthers() throws IOException {
    StartedTransport attacked = start("{port: 0, maxBufferedBytes: 1 MiB}");
    StartedTransport other = start("{port: 0, maxBufferedBytes: 1 MiB}");
    List<TestDevice> attackers = new ArrayList<>();
    try (TestDevice same = connect(attacked);
        TestDevice elsewhere = connect(other)) {
      for (int i = 0; i < 30; i++) {
        TestDevice attacker = connect(attacked);
        attackers.add(attacker);
        attacker.ask("a\n", "OK\n");
        attacker.say("x".repeat(LARGE));
      }
      await().until(() -> attacked.transport().health().status() == Health.Status.DEGRADED);
      assertThat(attacked.transport().health().detail()).contains("more heap");
      // In pieces: small messages of the attacked transport need none of what is used up.
      same.say("25,40");
      elsewhere.say("y".repeat(LARGE));
      same.ask(",94\n", "OK\n");
      elsewhere.ask("\n", "OK\n");
      assertThat(other.transport().health().status()).isEqualTo(Health.Status.UP);

      for (TestDevice attacker : attackers) {
        attacker.close();
      }
      time.advance(Duration.ofMinutes(1));
      assertThat(attacked.transport().health().status()).isEqualTo(Health.Status.UP);
      await().until(() -> attacked.transport().health().detail().contains(" 1 connections"));
      assertThat(attacked.transport().health().detail()).doesNotContain(" 0 bad frames");
      same.say("z".repeat(LARGE));
      same.ask("\n", "OK\n");
      assertThat(attacked.transport().health().status()).isEqualTo(Health.Status.UP);
    } finally {
      for (TestDevice attacker : attackers) {
        attacker.close();
      }
    }
  }

  @Test
  void answersTheMessageForWhichThereIsNoMemory() throws IOException {
    StartedTransport transport =
        start("{port: 0, maxMessageLength: 10000000, maxBufferedBytes: 1 MiB}");
    try (TestDevice device = connect(transport)) {
      device.ask("1\n", "OK\n");
      device.say("x".repeat(2 * MOST));
      device.expect("ERROR\n");
      device.expectEnd();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"TEXT", "JSON, maxMessageLength: 16777216", "BINARY, lengthFieldLength: 3"})
  void boundsEveryFraming(String handler) throws IOException {
    StartedTransport transport =
        start(
            "{maxBufferedBytes: 1 MiB, clientConfiguration: {port: 0, handlerConfiguration: {maxFrameLength: 16777216,"
                + " handlerType: "
                + handler
                + "}}}");
    try (TestDevice device = connect(transport)) {
      // Its rest meets a closed connection.
      assertThatThrownBy(
              () -> {
                device.say(handler.startsWith("B") ? "\0\0\100" : "[\"");
                for (int i = 0; i < 1_000; i++) {
                  device.say("x".repeat(MOST));
                }
              })
          .isInstanceOf(IOException.class);
      assertThat(transport.transport().health().status()).isEqualTo(Health.Status.DEGRADED);
    }
  }
}
