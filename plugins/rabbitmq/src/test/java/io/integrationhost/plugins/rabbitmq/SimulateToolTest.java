package io.integrationhost.plugins.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.testkit.FakeTerminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimulateToolTest {

  private final FakeBroker broker;
  private final FakeTerminal terminal = new FakeTerminal();

  SimulateToolTest() throws IOException {
    broker = new FakeBroker();
  }

  @AfterEach
  void close() throws IOException {
    broker.close();
  }

  private int run(String... args) throws Exception {
    try (var plugin = new RabbitPlugin()) {
      return plugin.tools().get(0).action().run(terminal.types(args));
    }
  }

  private String said() {
    return terminal.shown();
  }

  @Test
  void publishesNumbersAndPrintsWhatBecameOfThem() throws Exception {
    int code =
        run(
            "--host",
            "127.0.0.1",
            "--port",
            Integer.toString(broker.port()),
            "--queue",
            "meters",
            "--count",
            "2",
            "--interval-ms",
            "1",
            "--payload",
            "{n},x");
    assertThat(said().lines()).containsExactly("1,x > confirmed", "2,x > confirmed");
    assertThat(code).isZero();
    assertThat(broker.published())
        .extracting(each -> new String(each.body(), StandardCharsets.UTF_8))
        .containsExactly("1,x", "2,x");
  }

  @Test
  void takesWhatTheHostKnowsOfAnIntegration() throws Exception {
    terminal.knows(
        ConfigFactory.parseString(
            "clientConfiguration { host: 127.0.0.1, queues: \"a,b\", port: "
                + broker.port()
                + "}"));
    assertThat(run("--integration", "yard", "--count", "1")).isZero();
    assertThat(terminal.asked()).isNotEmpty().containsOnly("yard/rabbitmq");
    assertThat(said()).contains("\"temperature\": 1} > confirmed");
  }

  @Test
  void saysHowItIsUsedAndWhatFailed() throws Exception {
    assertThat(run()).isEqualTo(2);
    assertThat(run("--host", "h")).isEqualTo(2);
    assertThat(run("--host", "h", "--queue")).isEqualTo(2);
    assertThat(run("--speed", "1")).isEqualTo(2);
    assertThat(run("--host", "h", "--queue", "q", "--count", "many")).isEqualTo(2);
    assertThat(said()).contains("--host and --queue are missing", "'--speed'", "whole numbers");
    assertThatThrownBy(() -> run("--host", "127.0.0.1", "--port", "1", "--queue", "q"))
        .isInstanceOf(TransportException.class)
        .hasMessageContaining("refuses connections");
  }
}
