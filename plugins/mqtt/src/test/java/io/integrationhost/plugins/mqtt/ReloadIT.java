package io.integrationhost.plugins.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.testkit.Reloads;
import io.integrationhost.testkit.StartedTransport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The plugin is loaded and unloaded while messages flow. {@code -Dmqtt.reloads=100} is the long
 * form; 2 is the default.
 */
@Isolated("counts threads and files of the process")
class ReloadIT {

  @TempDir private Path root;

  @Test
  void leavesNothing() throws Exception {
    new Reloads("mqtt", root).run(Integer.getInteger("mqtt.reloads", 2), ReloadIT::use);
  }

  private static void use(Reloads.Loaded plugin, int number) throws Exception {
    boolean isNew = number % 2 == 0;
    try (var broker = new FakeBroker(isNew)) {
      Reloads.Served served =
          plugin.start(
              "{clientConfiguration {host = localhost, port = "
                  + broker.port()
                  + ", cleanSession = false, protocolVersion = "
                  + (isNew ? "MQTT_5" : "MQTT_3_1_1")
                  + "}, topicFilters = [{filter = \"#\", qos = 1}]}");
      FakeBroker.Peer peer = broker.serve(false);
      var flows = new AtomicBoolean(true);
      var traffic =
          new Thread(
              () -> {
                try {
                  for (int id = 1; flows.get(); id++) {
                    peer.publish("plant/" + id % 50, "{\"a\": 1}", 1, id & 0x7FFF | 1, false);
                    peer.read();
                  }
                } catch (IOException left) {
                  flows.set(false);
                }
              });
      traffic.start();
      served.uplinks().awaitCount(100);
      var unused =
          served
              .transport()
              .downlink(
                  new Downlink("pump", ContentType.TEXT, new byte[] {1}, Map.of("topic", "down")));
      StartedTransport.join(served.transport().stop());
      traffic.join(20_000);
      assertThat(traffic.isAlive()).isFalse();
    }
  }
}
