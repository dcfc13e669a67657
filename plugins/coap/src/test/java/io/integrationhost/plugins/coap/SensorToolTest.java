package io.integrationhost.plugins.coap;

import static io.integrationhost.plugins.coap.RunningPlugin.KEY;
import static io.integrationhost.plugins.coap.RunningPlugin.uri;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.testkit.FakeTerminal;
import io.integrationhost.testkit.StartedTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SensorToolTest {

  private final RunningPlugin plugin = new RunningPlugin();
  private final FakeTerminal terminal = new FakeTerminal();

  @AfterEach
  void close() {
    plugin.close();
  }

  private int run(String... args) throws Exception {
    return plugin.plugin().tools().get(0).action().run(terminal.types(args));
  }

  private String said() {
    return terminal.shown();
  }

  @Test
  void sendsAndPrintsTheAnswers() throws Exception {
    StartedTransport transport = plugin.start("clientConfiguration.securityMode: NO_SECURE");
    int code = run("--url", uri(transport, "/i/" + KEY), "--count", "2", "--interval-ms", "1");
    assertThat(said()).isEqualTo("25,40,94 > 2.01\n25,40,94 > 2.01\n");
    assertThat(code).isZero();
    assertThat(transport.uplinks().texts()).containsExactly("25,40,94", "25,40,94");
    assertThat(run("--url", uri(transport, "/i/nobody"), "--count", "1")).isEqualTo(1);
    assertThat(said()).contains("4.04");
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
    assertThat(said())
        .contains(
            "--url is missing", "unknown option --speed", "needs --identity", "whole numbers");
  }
}
