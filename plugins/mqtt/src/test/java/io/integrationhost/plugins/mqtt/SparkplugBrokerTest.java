package io.integrationhost.plugins.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.integrationhost.kit.Bytes;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Reading;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Value;
import io.integrationhost.testkit.FakeContext;
import io.integrationhost.testkit.StartedTransport;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sparkplug B through mosquitto: vectors come from its own publisher, commands go to its own. */
class SparkplugBrokerTest {

  private final Running running = new Running();

  @TempDir private Path directory;

  @AfterEach
  void close() {
    running.close();
  }

  private static JsonArray sequence(String name) throws IOException {
    try (InputStream in =
        SparkplugBrokerTest.class.getResourceAsStream("/vectors/sparkplug/sequences.json")) {
      for (JsonElement each :
          JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8))
              .getAsJsonArray()) {
        JsonObject vector = each.getAsJsonObject();
        if (vector.get("name").getAsString().equals(name)) {
          return vector.getAsJsonArray("messages");
        }
      }
    }
    throw new IOException("no vector " + name);
  }

  private static void publish(Mosquitto broker, JsonArray messages) throws Exception {
    for (JsonElement each : messages) {
      JsonObject message = each.getAsJsonObject();
      broker.publish(
          message.get("topic").getAsString(), Bytes.hex(message.get("hex").getAsString()));
    }
  }

  private StartedTransport start(Mosquitto broker) {
    StartedTransport transport =
        running.start(
            FakeContext.of(
                    "{clientConfiguration {host = 127.0.0.1, port = "
                        + broker.port()
                        + "}, topicFilters = [{filter = \"spBv1.0/#\", qos = 1}], decode ="
                        + " sparkplug-b}")
                .integrationType("MQTT"));
    Running.awaitUp(transport);
    return transport;
  }

  private static List<Reading> readings(StartedTransport transport) {
    return transport.uplinks().of(Uplink.Readings.class).stream()
        .flatMap(each -> each.readings().stream())
        .toList();
  }

  @Test
  void storesWhatNodesSayAndWritesWhatTheyShallDo() throws Exception {
    try (Mosquitto broker = new Mosquitto(directory, "allow_anonymous true\n")) {
      StartedTransport transport = start(broker);
      Path commands = broker.listen("spBv1.0/+/DCMD/#");
      publish(broker, sequence("sequence/plain"));
      transport.uplinks().awaitCount(5);
      List<Reading> readings = readings(transport);
      assertThat(readings)
          .extracting(each -> each.entity().name())
          .containsExactly("edge1", "edge1/d1", "edge1/d1", "edge1", "edge1/d1");
      assertThat(readings.get(1).attributes())
          .isEqualTo(Map.of("sparkplug.online", Value.of(true)));
      assertThat(readings.get(4).telemetry().get(0).ts()).isEqualTo(1_780_272_002_000L);
      assertThat(readings.get(4).telemetry().get(0).values())
          .isEqualTo(Map.of("count", Value.of(-9), "run", Value.of(false)));
      assertThat(transport.transport().facts()).containsEntry("nodes of Sparkplug", "1");

      var downlink =
          new Downlink("edge1/d1", ContentType.JSON, Bytes.utf8("{\"count\": -7}"), Map.of());
      await()
          .until(
              () -> {
                transport
                    .transport()
                    .downlink(downlink)
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
                return Files.readAllLines(commands).size() > 0;
              });
      assertThat(Files.readAllLines(commands).get(0))
          .startsWith("spBv1.0/yard/DCMD/edge1/d1 ")
          .contains(Bytes.hex(Bytes.utf8("count")));
    }
  }

  @Test
  void asksANodeForItsBirth() throws Exception {
    try (Mosquitto broker = new Mosquitto(directory, "allow_anonymous true\n")) {
      StartedTransport transport = start(broker);
      Path commands = broker.listen("spBv1.0/+/NCMD/#");
      // The subscriber may not be there yet, and a node is asked once in a while only.
      for (int node = 0; Files.readAllLines(commands).isEmpty() && node < 100; node++) {
        broker.publish("spBv1.0/yard/NDATA/edge" + node, Bytes.hex("1801"));
      }
      await().until(() -> Files.readAllLines(commands).size() > 0);
      assertThat(Files.readAllLines(commands).get(0))
          .startsWith("spBv1.0/yard/NCMD/edge")
          .contains(Bytes.hex(Bytes.utf8("Node Control/Rebirth")));
      assertThat(transport.uplinks().count()).isZero();
    }
  }

  @Test
  void needsAllMessagesOfANodeInOnePlace() {
    FakeContext context =
        FakeContext.of(
            "{clientConfiguration.host = h, topicFilters = [{filter = \"$share/g/spBv1.0/#\"}],"
                + " decode = sparkplug-b, sparkplug.nodeName = fixed}");
    try (context) {
      assertThatThrownBy(() -> Settings.read(context).keys().check())
          .hasMessageContaining("use no $share in topicFilters")
          .hasMessageContaining("sparkplug.nodeName");
    }
  }
}
