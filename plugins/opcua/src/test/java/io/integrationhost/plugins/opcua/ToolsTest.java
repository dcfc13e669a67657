package io.integrationhost.plugins.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.integrationhost.plugin.Tool;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.testkit.FakeContext;
import io.integrationhost.testkit.FakeTerminal;
import io.integrationhost.testkit.FreePort;
import io.integrationhost.testkit.StartedTransport;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

/** The commands that the plugin brings. */
class ToolsTest {

  private static final String NOBODY = "{clientConfiguration {host: h}}";

  private static FakeTerminal run(
      OpcUaPlugin plugin, int code, String name, FakeContext context, String... args)
      throws Exception {
    Tool tool =
        plugin.tools().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    var terminal = new FakeTerminal().knows(context);
    assertThat(tool.action().run(terminal.types(args))).as(terminal.shown()).isEqualTo(code);
    return terminal;
  }

  @Test
  void simulatesAServerThatTheProposedMappingReads() throws Exception {
    int port = FreePort.find();
    String number = Integer.toString(port);
    try (var plugin = new OpcUaPlugin();
        var tools = new OpcUaPlugin();
        FakeContext nobody = FakeContext.of(NOBODY)) {
      var simulation =
          new Thread(
              () -> {
                try {
                  run(tools, 0, "simulate", nobody, "--port", number, "--interval-ms", "20");
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                } catch (Exception e) {
                  throw new AssertionError(e);
                }
              });
      simulation.start();
      try {
        String proposal =
            await()
                .ignoreExceptions()
                .until(
                    () ->
                        run(tools, 0, "browse", nobody, "--url", "opc.tcp://127.0.0.1:" + port)
                            .shown(),
                    said -> said.contains("\"mapping\""));
        assertThat(proposal)
            .contains(
                "    Pump1  ns=2;s=Line1.Pump1",
                "      - Flow  ns=2;s=Line1.Pump1.Flow",
                "\"deviceNodePattern\":\"Objects\\\\.Line\\\\d+\\\\.Pump\\\\d+$\"");
        String mapping = proposal.substring(proposal.indexOf("\"mapping\""));
        try (StartedTransport started =
            StartedTransport.start(
                plugin,
                "{clientConfiguration: {host: \"127.0.0.1\", port: "
                    + port
                    + ", "
                    + mapping
                    + "}}")) {
          started.uplinks().awaitCount(6);
          assertThat(started.transport().facts().get("watched"))
              .startsWith("3 devices, 9 variables");
        }
      } finally {
        simulation.interrupt();
        simulation.join();
      }
    }
  }

  @Test
  void tellsThatThePortToSimulateOnIsTaken() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var plugin = new OpcUaPlugin();
        FakeContext nobody = FakeContext.of(NOBODY)) {
      String port = Integer.toString(taken.getLocalPort());
      assertThat(run(plugin, 1, "simulate", nobody, "--port", port).shown().strip())
          .startsWith("port " + port + ": ")
          .endsWith("; --port takes another");
    }
  }

  @Test
  void saysHowItIsUsedAndWhatFailed() throws Exception {
    try (var plugin = new OpcUaPlugin();
        FakeContext nobody = FakeContext.of(NOBODY)) {
      assertThat(run(plugin, 2, "browse", nobody).shown()).contains("--url or --integration");
      assertThat(run(plugin, 2, "browse", nobody, "--speed", "1").shown()).contains("'--speed'");
      assertThat(run(plugin, 2, "simulate", nobody, "--pumps", "many").shown())
          .contains("--pumps is a whole number");
      assertThat(run(plugin, 2, "trust", nobody).shown()).contains("--integration is missing");
      assertThat(run(plugin, 2, "trust", nobody, "--integration", "a", "12").shown())
          .contains("fewer than 8");
      assertThat(run(plugin, 1, "trust", nobody, "--integration", "a", "1234567890").shown())
          .contains("no such certificate");
      assertThatThrownBy(() -> run(plugin, 0, "browse", nobody, "--url", "http:/x"))
          .isInstanceOf(TransportException.class)
          .hasMessageContaining("opc.tcp://HOST:PORT");
      assertThatThrownBy(() -> run(plugin, 0, "browse", nobody, "--url", "opc.tcp://127.0.0.1:1"))
          .isInstanceOf(TransportException.class)
          .hasMessageContaining("refuses connections");
    }
  }
}
