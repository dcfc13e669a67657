package io.integrationhost.plugins.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import io.integrationhost.kit.Bytes;
import io.integrationhost.plugin.ToolContext;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.testkit.FreePort;
import io.integrationhost.testkit.StartedTransport;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The device that a newcomer has. */
class SimulateToolTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ModbusPlugin plugin = new ModbusPlugin();
  private final ExecutorService thread = Executors.newSingleThreadExecutor();

  @AfterEach
  void close() {
    thread.shutdownNow();
    plugin.close();
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
      throw new UnsupportedOperationException();
    }

    @Override
    public Path dataDirectory(String integration, String transport) {
      throw new UnsupportedOperationException();
    }
  }

  private int run(String... args) throws Exception {
    var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    return plugin.tools().get(0).action().run(new Typed(List.of(args), stream));
  }

  private String said() {
    return out.toString(StandardCharsets.UTF_8);
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
