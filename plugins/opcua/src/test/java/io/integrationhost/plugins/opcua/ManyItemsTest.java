package io.integrationhost.plugins.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.testkit.FakeContext;
import io.integrationhost.testkit.FreePort;
import io.integrationhost.testkit.StartedTransport;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.milo.opcua.sdk.server.nodes.UaFolderNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaObjectNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Many variables that all change each second, decoded by the plugin, from a server in a process of
 * its own: {@code -Dopcua.items=10000}. Prints what share of a processor this process takes.
 */
@EnabledIfSystemProperty(named = "opcua.items", matches = "\\d+")
class ManyItemsTest {

  private static final int PER_DEVICE = 100;
  private static final int SECONDS = 60;

  /** The server's process. */
  public static final class Plant {
    private Plant() {}

    /** Port and number of devices. */
    public static void main(String[] args) throws Exception {
      var server =
          new SimulatedServer(
              SimulatedServer.Settings.plain(Integer.parseInt(args[0])), Thread::new);
      UaFolderNode line = server.folder("Line1", "Line1");
      List<UaVariableNode> variables = new ArrayList<>();
      for (int i = 0; i < Integer.parseInt(args[1]); i++) {
        UaObjectNode pump = server.object(line, "Pump" + i, "Pump" + i);
        for (int k = 0; k < PER_DEVICE; k++) {
          variables.add(server.variable(pump, "Pump" + i + ".v" + k, "v" + k, 0.0));
        }
      }
      server.start();
      for (double n = 1; true; n++) {
        TimeUnit.SECONDS.sleep(1);
        for (UaVariableNode each : variables) {
          each.setValue(new DataValue(new Variant(n)));
        }
      }
    }
  }

  @Test
  void watchesManyVariables() throws Exception {
    int items = Integer.getInteger("opcua.items");
    int port = FreePort.find();
    Process server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Plant.class.getName(),
                Integer.toString(port),
                Integer.toString(items / PER_DEVICE))
            .inheritIO()
            .start();
    List<String> tags = new ArrayList<>();
    for (int k = 0; k < PER_DEVICE; k++) {
      tags.add("{key: v" + k + ", path: v" + k + "}");
    }
    String slice =
        "{clientConfiguration: {host: \"127.0.0.1\", port: "
            + port
            + ", mapping: [{deviceNodePattern: \"Objects\\\\.Line1\\\\.Pump\\\\d+\","
            + " subscriptionTags: ["
            + String.join(",", tags)
            + "]}]}, output: DECODED, retry.first: 500}";
    var values = new LongAdder();
    try (OpcUaPlugin plugin = new OpcUaPlugin();
        FakeContext context = FakeContext.of(slice)) {
      context
          .uplinks()
          .answer(
              uplink -> {
                values.add(((Uplink.Telemetry) uplink).values().size());
                return CompletableFuture.completedFuture(new Receipt.Stored());
              });
      try (StartedTransport started = StartedTransport.start(plugin, context)) {
        await()
            .atMost(Duration.ofMinutes(1))
            .untilAsserted(
                () ->
                    assertThat(started.transport().facts().get("watched"))
                        .contains(items + " variables"));
        TimeUnit.SECONDS.sleep(SECONDS / 3);
        long cpu = cpu();
        long before = values.sum();
        TimeUnit.SECONDS.sleep(SECONDS);
        double share = (cpu() - cpu) / 1e9 / SECONDS;
        double rate = (values.sum() - before) / (double) SECONDS;
        System.out.printf(
            "%d variables: %.0f values a second, %.1f %% of a processor; %s%n",
            items, rate, share * 100, started.transport().facts());
        assertThat(rate).isGreaterThan(items * 0.8);
      }
    } finally {
      server.destroyForcibly().waitFor();
    }
  }

  private static long cpu() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
