package io.integrationhost.plugins.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.integrationhost.plugin.Tool;
import io.integrationhost.testkit.FakeTerminal;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** The simulator, as the command calls it. */
class SimulateToolTest {

  private final FakeTerminal terminal = new FakeTerminal();
  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final SimulateTool tool =
      new SimulateTool(
          properties -> {
            servers = (String) properties.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
            protocol = (String) properties.get("security.protocol");
            mechanism = (String) properties.get("sasl.mechanism");
            return producer;
          });
  private String servers;
  private String mechanism;
  private String protocol;
  private String more = "";

  private int run(String... args) throws Exception {
    terminal.knows(
        ConfigFactory.parseString(
            "clientConfiguration {bootstrapServers: \"SSL://localhost:1\", topics: \"a, b\","
                + " otherProperties {\"sasl.mechanism\": PLAIN, \"group.instance.id\": x}},"
                + more));
    return tool.run(terminal.types(args));
  }

  @Test
  void writesReadings() throws Exception {
    String[] args = {
      "--bootstrap",
      "PLAINTEXT://localhost:2",
      "--topic",
      "meters",
      "--count",
      "4",
      "--interval-ms",
      "0"
    };
    assertThat(run(args)).isZero();
    assertThat(servers).isEqualTo("localhost:2");
    assertThat(producer.history())
        .extracting(message -> new String(message.key(), StandardCharsets.UTF_8))
        .containsExactly("kafka-1", "kafka-2", "kafka-3", "kafka-1");
    assertThat(terminal.said())
        .contains("{\"deviceName\": \"kafka-1\", \"temperature\": 20.0} > stored as meters-0@0");
  }

  @Test
  void takesWhatItNeedsFromAnIntegration() throws Exception {
    assertThat(run("--integration", "yard", "--count", "1", "--payload", "x")).isZero();
    assertThat(servers).isEqualTo("localhost:1");
    assertThat(mechanism).isEqualTo("PLAIN");
    assertThat(producer.history()).extracting("topic").containsExactly("a");
  }

  @Test
  void takesTheCertificatesOfAnIntegrationAndSaysThatItGetsNoSecrets() throws Exception {
    more = "tls.trustFile: \"src/test/resources/ca.pem\"";
    assertThat(run("--integration", "yard", "--count", "1")).isZero();
    assertThat(protocol).isEqualTo("SSL");
    more = "clientConfiguration.otherProperties {\"sasl.jaas.config\": \"secret:login\"}";
    assertThatThrownBy(() -> run("--integration", "yard"))
        .hasMessageContaining("give --sasl.jaas.config");
  }

  @Test
  void saysWhyNothingIsStored() {
    producer.sendException = new TimeoutException("Topic t not present in metadata after 5000 ms.");
    assertThatThrownBy(() -> run("--bootstrap", "localhost:1", "--topic", "t"))
        .hasMessageContaining("localhost:1: connection refused");
    assertThatThrownBy(() -> run("--bootstrap", "localhost", "--topic", "t"))
        .hasMessageContaining("--bootstrap must be host:port");
  }

  @Test
  void saysHowItIsUsed() throws Exception {
    assertThat(run("--topic", "meters")).isEqualTo(2);
    assertThat(run("--bootstrap", "a:1", "--topic", "t", "--count", "many")).isEqualTo(2);
    assertThat(run("--colour", "red")).isEqualTo(2);
    assertThat(terminal.warned())
        .contains("--bootstrap or --topic is missing")
        .contains("whole numbers")
        .contains("'--colour' is no option");
  }

  @Test
  void isOneOfThePluginsTools() {
    assertThat(new KafkaPlugin().tools()).extracting(Tool::name).containsExactly("simulate");
  }
}
