package io.integrationhost.plugins.coap;

import static io.integrationhost.plugins.coap.RunningPlugin.KEY;
import static io.integrationhost.plugins.coap.RunningPlugin.uri;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.integrationhost.plugin.ToolContext;
import io.integrationhost.testkit.StartedTransport;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SensorToolTest {

  private final RunningPlugin plugin = new RunningPlugin();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @AfterEach
  void close() {
    plugin.close();
  }

  private int run(String... args) throws Exception {
    var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    return plugin.plugin().tools().get(0).action().run(new Typed(List.of(args), stream));
  }

  private record Typed(List<String> args, PrintStream out) implements ToolContext {
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
      return ConfigFactory.empty();
    }

    @Override
    public Path dataDirectory(String integration, String transport) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void sendsAndPrintsTheAnswers() throws Exception {
    StartedTransport transport = plugin.start("clientConfiguration.securityMode: NO_SECURE");
    int code = run("--url", uri(transport, "/i/" + KEY), "--count", "2", "--interval-ms", "1");
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo("25,40,94 > 2.01\n25,40,94 > 2.01\n".replace("\n", System.lineSeparator()));
    assertThat(code).isZero();
    assertThat(transport.uplinks().texts()).containsExactly("25,40,94", "25,40,94");
    assertThat(run("--url", uri(transport, "/i/nobody"), "--count", "1")).isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("4.04");
  }

  @Test
  void sendsWithAKey() throws Exception {
    StartedTransport transport =
        plugin.start("clientConfiguration.securityMode: DTLS, psk { meter: \"some secret\" }");
    String url = uri("coaps", transport, 0, "/i/" + KEY);
    assertThat(run("--url", url, "--identity", "meter", "--key", "some secret", "--count", "1"))
        .isZero();
  }

  @Test
  void saysHowItIsUsed() throws Exception {
    assertThat(run()).isEqualTo(2);
    assertThat(run("--url", "coap://localhost", "--speed", "1")).isEqualTo(2);
    assertThat(run("--url")).isEqualTo(2);
    assertThat(run("--url", "coaps://localhost/i/x")).isEqualTo(2);
    assertThat(run("--url", "coap://localhost/i/x", "--count", "many")).isEqualTo(2);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains(
            "--url is missing", "unknown option --speed", "needs --identity", "whole numbers");
  }
}
