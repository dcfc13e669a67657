package io.integrationhost.plugins.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.testkit.FakeContext;
import io.integrationhost.testkit.FakeTerminal;
import io.integrationhost.testkit.FreePort;
import io.integrationhost.testkit.StartedTransport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that is not Milo's: node-opcua, in a folder where {@code npm install node-opcua} was
 * run. {@code -Dopcua.node=FOLDER} says which.
 */
@EnabledIfSystemProperty(named = "opcua.node", matches = ".+")
class IndependentServerTest {

  private static final String SERVER =
      """
      const { OPCUAServer, Variant, DataType, StatusCodes } = require("node-opcua");
      (async () => {
        const server = new OPCUAServer({ port: %d, allowAnonymous: true });
        await server.initialize();
        const space = server.engine.addressSpace;
        const own = space.getOwnNamespace();
        const pump = own.addObject({ organizedBy: space.rootFolder.objects, browseName: "Pump1" });
        const flow = own.addVariable({ componentOf: pump, browseName: "Flow", dataType: "Double",
          nodeId: "s=Pump1.Flow" });
        flow.setValueFromSource({ dataType: DataType.Double, value: 1.5 });
        const point = own.addVariable({ componentOf: pump, browseName: "SetPoint", dataType: "Float" });
        point.setValueFromSource({ dataType: DataType.Float, value: 0 });
        point.on("value_changed", v =>
          flow.setValueFromSource({ dataType: DataType.Double, value: v.value.value * 2 }));
        await server.start();
        console.log("ready");
      })();
      """;

  @TempDir private Path folder;

  @Test
  void readsAndWritesAServerOfNobodysHere() throws Exception {
    int port = FreePort.find();
    Path node = Path.of(System.getProperty("opcua.node")).toAbsolutePath();
    Path script = Files.writeString(folder.resolve("server.js"), SERVER.formatted(port));
    var builder = new ProcessBuilder("node", script.toString()).redirectErrorStream(true);
    builder.environment().put("NODE_PATH", node.resolve("node_modules").toString());
    builder.redirectOutput(folder.resolve("out").toFile());
    Process server = builder.start();
    String slice =
        """
        {clientConfiguration: {host: "127.0.0.1", port: %d,
          mapping: [{deviceNodePattern: "Objects\\\\.Pump1",
            subscriptionTags: [{key: flow, path: Flow}, {key: point, path: SetPoint}]}]},
         publishingInterval: 100, samplingInterval: 100, retry.first: 500, retry.most: 1000}
        """
            .formatted(port);
    try (OpcUaPlugin plugin = new OpcUaPlugin();
        StartedTransport started = StartedTransport.start(plugin, FakeContext.of(slice))) {
      started.uplinks().awaitCount(1);
      assertThat(started.uplinks().texts().get(0)).contains("\"flow\":\"1.5\"");
      String point = started.uplinks().payloads().get(0).metadata().get("opcUaNode_namespaceIndex");
      assertThat(point).isEqualTo("1");
      StartedTransport.join(
          started
              .transport()
              .downlink(
                  new Downlink(
                      "pump",
                      ContentType.JSON,
                      "{\"writeValues\": [{\"nodeId\": \"%s\", \"value\": 21.25}]}"
                          .formatted(setPoint(port, plugin))
                          .getBytes(StandardCharsets.UTF_8),
                      Map.of())));
      started.uplinks().awaitCount(3);
      assertThat(started.uplinks().texts())
          .contains("{\"flow\":\"42.5\"}", "{\"point\":\"21.25\"}");
    } finally {
      server.destroyForcibly().waitFor();
    }
  }

  /** Its identifier is a number that the server chooses: the tool shows it. */
  private static String setPoint(int port, OpcUaPlugin plugin) throws Exception {
    try (FakeContext nobody = FakeContext.of("{clientConfiguration {host: h}}")) {
      var terminal = new FakeTerminal().knows(nobody);
      assertThat(
              plugin.tools().stream()
                  .filter(each -> each.name().equals("browse"))
                  .findFirst()
                  .orElseThrow()
                  .action()
                  .run(terminal.types("--url", "opc.tcp://127.0.0.1:" + port)))
          .isZero();
      return terminal
          .shown()
          .lines()
          .filter(line -> line.contains("- SetPoint"))
          .map(line -> line.substring(line.lastIndexOf(' ') + 1))
          .findFirst()
          .orElseThrow();
    }
  }
}
