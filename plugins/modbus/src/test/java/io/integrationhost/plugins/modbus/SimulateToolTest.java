package io.integrationhost.plugins.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.kit.Bytes;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.testkit.FakeTerminal;
import io.integrationhost.testkit.FreePort;
import io.integrationhost.testkit.StartedTransport;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The device that a newcomer has. */
class SimulateToolTest {

  private final FakeTerminal terminal = new FakeTerminal();
  private final ModbusPlugin plugin = new ModbusPlugin();
  private final ExecutorService thread = Executors.newSingleThreadExecutor();

  @AfterEach
  void close() {
    thread.shutdownNow();
    plugin.close();
  }

  private int run(String... args) throws Exception {
    return plugin.tools().get(0).action().run(terminal.types(args));
  }

  private String said() {
    return terminal.shown();
  }

  @Test
  void isPolledByTheConfigurationThatItPrints() throws Exception {
    int port = FreePort.find();
    Future<Integer> code =
        thread.submit(() -> run("--port", Integer.toString(port), "--units", "2"));
    await().atMost(Duration.ofSeconds(20)).until(() -> said().contains("}]}]}"));
    String printed = said().lines().skip(1).findFirst().orElseThrow();
    assertThat(printed).contains("\"address\": 10,", "\"type\": \"32float\"", "\"write\": true");
    String choice = "\"plugin\": \"modbus\", "; // for the host, which keeps it to itself
    assertThat(printed).startsWith("{" + choice);
    String slice = printed.replace(choice, "");
    try (StartedTransport transport = StartedTransport.start(plugin, slice)) {
      assertThat(transport.uplinks().awaitCount(2))
          .extracting(each -> ((Uplink.Telemetry) each).device().name())
          .contains("simulated 1", "simulated 2");
      assertThat(((Uplink.Telemetry) transport.uplinks().all().get(0)).values())
          .anySatisfy(each -> assertThat(each.values()).containsKey("temperature"));
      StartedTransport.join(
          transport.downlink("simulated 2", Bytes.utf8("{\"setPoint\": 21, \"relay\": true}")));
      await().until(() -> said().contains("unit 2: setPoint is 21"));
      assertThat(said()).contains("unit 2: relay is true");
    }
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(Bytes.hex("00010000000601030000000B"));
      assertThat(socket.getInputStream().readNBytes(9))
          .as("registers between points are read as of most devices, not refused")
          .startsWith(Bytes.hex("000100000019010316"));
    }
    try (var idle = new Socket(InetAddress.getLoopbackAddress(), port)) {
      thread.shutdownNow();
      assertThat(code.get(20, TimeUnit.SECONDS)).isZero();
      idle.setSoTimeout(20_000);
      assertThat(idle.getInputStream().read()).as("nobody is left connected").isEqualTo(-1);
    }
  }

  @Test
  void aPortThatIsTakenIsToldInALine() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(run("--port", Integer.toString(taken.getLocalPort()))).isEqualTo(1);
      assertThat(said().lines())
          .singleElement()
          .asString()
          .startsWith("port " + taken.getLocalPort() + ": ")
          .endsWith("; --port takes another");
    }
  }

  @Test
  void wrongUseIsToldWithHelp() throws Exception {
    assertThat(run("--port")).isEqualTo(2);
    assertThat(run("--speed", "1")).isEqualTo(2);
    assertThat(run("--units", "248")).isEqualTo(2);
    assertThat(said()).contains("usage: simulate").contains("'--speed' is no option");
  }
}
