package io.integrationhost.plugins.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import io.integrationhost.kit.Bytes;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.plugins.mqtt.simulate.SimulateTool;
import io.integrationhost.testkit.FakeTerminal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateToolTest {

  private final FakeTerminal terminal = new FakeTerminal();

  @TempDir private Path directory;

  private int run(String... args) throws Exception {
    return SimulateTool.tool().action().run(terminal.types(args));
  }

  private String said() {
    return terminal.shown();
  }

  @Test
  void publishesAndSaysWhatBecameOfIt() throws Exception {
    try (Mosquitto broker = new Mosquitto(directory, "allow_anonymous true\n")) {
      Path heard = broker.listen("#");
      String port = Integer.toString(broker.port());
      await().until(() -> subscribed(broker, heard));
      for (String qos : List.of("0", "1", "2")) {
        assertThat(
                run(
                    "--host",
                    "127.0.0.1",
                    "--port",
                    port,
                    "--qos",
                    qos,
                    "--topic",
                    "a/{device}",
                    "--payload",
                    "{device} {n}",
                    "--count",
                    "2",
                    "--interval-ms",
                    "1",
                    "--devices",
                    "2"))
            .isZero();
      }
      assertThat(said())
          .isEqualTo(
              "a/mqtt-1 mqtt-1 1 > sent\na/mqtt-2 mqtt-2 2 > sent\n"
                  + "a/mqtt-1 mqtt-1 1 > confirmed\na/mqtt-2 mqtt-2 2 > confirmed\n".repeat(2));
      List<String> expected =
          List.of(
              "a/mqtt-1 " + Bytes.hex(Bytes.utf8("mqtt-1 1")),
              "a/mqtt-2 " + Bytes.hex(Bytes.utf8("mqtt-2 2")));
      await()
          .until(
              () ->
                  Files.readAllLines(heard).stream()
                      .filter(line -> line.startsWith("a/"))
                      .toList()
                      .size(),
              count -> count == 6);
      assertThat(Files.readAllLines(heard)).containsAll(expected);
    }
  }

  /** Whether the subscriber hears what is published. */
  static boolean subscribed(Mosquitto broker, Path heard) throws Exception {
    broker.publish("test/ready", new byte[] {1});
    return !Files.readAllLines(heard).isEmpty();
  }

  @Test
  void playsANodeOfSparkplug() throws Exception {
    try (Mosquitto broker = new Mosquitto(directory, "allow_anonymous true\n")) {
      Path heard = broker.listen("#");
      await().until(() -> subscribed(broker, heard));
      String port = Integer.toString(broker.port());
      assertThat(
              run(
                  "--host",
                  "127.0.0.1",
                  "--port",
                  port,
                  "--sparkplug",
                  "yard/edge1",
                  "--count",
                  "2",
                  "--interval-ms",
                  "1"))
          .isZero();
      assertThat(said().lines())
          .containsExactly(
              "spBv1.0/yard/NBIRTH/edge1 born > sent",
              "spBv1.0/yard/DBIRTH/edge1/device1 born: temperature = 20.0 > sent",
              "spBv1.0/yard/DDATA/edge1/device1 temperature = 21.0, setpoint = 20.0 > sent",
              "spBv1.0/yard/NDEATH/edge1 > confirmed");
      await()
          .until(
              () ->
                  Files.readAllLines(heard).stream()
                      .filter(line -> line.contains("/NDEATH/"))
                      .toList(),
              lines -> lines.size() == 1);
    }
  }

  @Test
  void takesBrokerAndTopicFromAnIntegration() throws Exception {
    try (Mosquitto broker = new Mosquitto(directory, "allow_anonymous true\n")) {
      terminal.knows(
          ConfigFactory.parseString(
              "{clientConfiguration {host = 127.0.0.1, port = "
                  + broker.port()
                  + ", credentials {type = anonymous}}, topicFilters = [{filter ="
                  + " \"plant/+/up\"}]}"));
      assertThat(run("--integration", "yard", "--count", "1")).isZero();
      assertThat(said())
          .isEqualTo(
              "plant/mqtt-1/up {\"deviceName\": \"mqtt-1\", \"temperature\": 20.0} > confirmed\n");
      terminal.clear();
      assertThat(run("--integration", "yard", "--count", "2", "--topic", "hall/x")).isZero();
      assertThat(said().lines())
          .hasSize(3)
          .startsWith(
              "no message to 'hall/x' comes to the integration, which subscribes to 'plant/+/up'");
    }
    terminal.knows(
        ConfigFactory.parseString(
            "{clientConfiguration {host = h, credentials {password = \"secret:word\"}}}"));
    assertThatThrownBy(() -> run("--integration", "yard")).hasMessageContaining("give --password");
  }

  @Test
  void saysWhyNobodyHears() {
    assertThatThrownBy(() -> run("--host", "127.0.0.1", "--port", "1"))
        .isInstanceOf(TransportException.class)
        .hasMessageStartingWith("127.0.0.1:1: ")
        .hasMessageContaining("refused; is there a broker?");
  }

  @Test
  void saysHowItIsUsed() throws Exception {
    assertThat(run()).isEqualTo(2);
    assertThat(run("--speed", "1")).isEqualTo(2);
    assertThat(run("--host")).isEqualTo(2);
    assertThat(run("--host", "h", "--qos", "3")).isEqualTo(2);
    assertThat(run("--host", "h", "--count", "many")).isEqualTo(2);
    assertThat(run("--host", "h", "--topic", "a/#")).isEqualTo(2);
    assertThat(run("--host", "h", "--sparkplug", "edge")).isEqualTo(2);
    assertThat(run("--host", "h", "--tls", "1")).isEqualTo(2);
    assertThat(said())
        .contains(
            "--host or --integration is missing",
            "'--speed' is no option",
            "'--host' is no option with a value",
            "--qos is '3' (expected: a whole number, 0 to 2)",
            "expected: GROUP/NODE",
            "--topic is 'a/#'");
  }
}
