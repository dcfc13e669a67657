package io.integrationhost.plugins.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.plugin.Receipt;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Connection limit and idle timeout. */
class LimitsTest {

  @Test
  void closesConnectionsOverTheLimitAtOnce() throws IOException {
    try (var running = new RunningPlugin("{port: 0, maxConnections: 2}");
        TestDevice first = running.connect();
        TestDevice second = running.connect()) {
      first.ask("1\n", "OK\n");
      second.ask("2\n", "OK\n");
      try (TestDevice third = running.connect()) {
        third.expectEnd();
      }
      assertThat(running.transport.health().detail()).contains("2 connections, 1 refused");
      first.socket.close();
      await().until(() -> running.transport.health().detail().contains("1 connections"));
      try (TestDevice fourth = running.connect()) {
        fourth.ask("4\n", "OK\n");
      }
    }
  }

  @Test
  void closesAConnectionThatIsIdle() throws IOException {
    try (var running = new RunningPlugin("{port: 0, idleTimeoutSeconds: 1}");
        TestDevice device = running.connect()) {
      device.ask("1\n", "OK\n");
      device.expectEnd();
    }
  }

  @Test
  void doesNotTakeWaitingForTheHostForIdleness() throws IOException {
    try (var running = new RunningPlugin("{port: 0, idleTimeoutSeconds: 1}");
        TestDevice waiting = running.connect();
        TestDevice idle = running.connect()) {
      var later = new CompletableFuture<Receipt>();
      running.uplinks.answer(payload -> later);
      waiting.say("1\n");
      await().until(() -> running.uplinks.count() == 1);
      idle.expectEnd();
      later.complete(new Receipt.Stored());
      waiting.expect("OK\n");
    }
  }
}
