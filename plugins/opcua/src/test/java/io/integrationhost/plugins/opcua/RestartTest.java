package io.integrationhost.plugins.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.plugin.Health;
import io.integrationhost.testkit.FakeContext;
import io.integrationhost.testkit.StartedTransport;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * A server that is restarted under traffic: subscriptions are back, nothing is doubled. {@code
 * -Dopcua.restarts=20} sets how often.
 */
class RestartTest {

  private final int restarts = Integer.getInteger("opcua.restarts", 2);

  @Test
  void subscribesAgainAndDoublesNothing() throws Exception {
    try (Pumps pumps = new Pumps(2);
        OpcUaPlugin plugin = new OpcUaPlugin();
        StartedTransport started =
            StartedTransport.start(plugin, FakeContext.of(pumps.slice("")))) {
      started.uplinks().awaitCount(2);
      for (int i = 1; i <= restarts; i++) {
        pumps.restart();
        pumps.set("Line1.Pump1.Flow", 100.0 + i);
        String changed = "{\"flow\":\"" + (100.0 + i) + "\"}";
        await()
            .atMost(Duration.ofSeconds(60))
            .untilAsserted(() -> assertThat(started.uplinks().texts()).contains(changed));
        pumps.set("Line1.Pump1.Temp", 50f + i);
        pumps.set("Line1.Pump2.Temp", 60f + i);
        String last = "{\"flow\":\"" + (100.0 + i) + "\",\"temp\":\"" + (50f + i) + "\"}";
        await().untilAsserted(() -> assertThat(started.uplinks().texts()).contains(last));
        assertThat(started.uplinks().texts()).containsOnlyOnce(changed).containsOnlyOnce(last);
      }
      await()
          .untilAsserted(
              () -> assertThat(started.transport().health().status()).isEqualTo(Health.Status.UP));
      assertThat(started.uplinks().texts())
          .as("each change once, and nothing that did not change")
          .doesNotHaveDuplicates();
    }
  }
}
