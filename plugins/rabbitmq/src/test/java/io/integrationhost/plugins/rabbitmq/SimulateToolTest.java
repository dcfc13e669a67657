package io.integrationhost.plugins.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.integrationhost.plugin.ToolContext;
import io.integrationhost.plugin.TransportException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimulateToolTest {

  private final FakeBroker broker;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private Config known = ConfigFactory.empty();

  SimulateToolTest() throws IOException {
    broker = new FakeBroker();
  }

  @AfterEach
  void close() throws IOException {
    broker.close();
  }

  private int run(String... args) throws Exception {
    var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    try (var plugin = new RabbitPlugin()) {
      return plugin.tools().get(0).action().run(new Typed(List.of(args), stream, known));
    }
  }

  private String said() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private record Typed(List<String> args, PrintStream out, Config known) implements ToolContext {
    @Override
    public InputStream in() {
      return InputStream.nullInputStream();
    }

    @Override
    public PrintStream err() {
      return out;
    }

    @Override
    public Config config(String integration, String transport) {
      assertThat(integration).isEqualTo("yard");
      assertThat(transport).isEqualTo("rabbitmq");
      return known;
    }

    @Override
    public Path dataDirectory(String integration, String transport) {
      throw new UnsupportedOperationException();
    }
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
    known =
        ConfigFactory.parseString(
            "clientConfiguration { host: 127.0.0.1, queues: \"a,b\", port: " + broker.port() + "}");
    assertThat(run("--integration", "yard", "--count", "1")).isZero();
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
