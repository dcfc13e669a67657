package io.integrationhost.plugins.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.plugin.Uplink;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BuiltInSensorTest {

  @Test
  void sendsReadingsUntilTheTransportStops() {
    try (var running =
        new RunningPlugin(
            "{\"port\": 0, \"msgGenerationIntervalMs\": 10, \"sensorName\": \"S 1\"}")) {
      await().until(() -> running.uplinks.count() > 5);
      running.stop();
      assertThat(running.uplinks.texts()).allMatch(text -> text.matches("\\d{2},\\d{2},\\d{2,3}"));
      assertThat(running.uplinks.payloads())
          .extracting(Uplink.Payload::deviceName)
          .containsOnly(Optional.of("S 1"));
    }
  }

  @Test
  void connectsAgainWhenItIsCut() {
    try (var running =
        new RunningPlugin("{port: 0, msgGenerationIntervalMs: 3000, idleTimeoutSeconds: 1}")) {
      await()
          .until(
              () ->
                  running.uplinks.payloads().stream().map(Uplink.Payload::source).distinct().count()
                      >= 2);
    }
  }
}
