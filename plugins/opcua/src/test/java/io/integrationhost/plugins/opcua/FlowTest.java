package io.integrationhost.plugins.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.testkit.FakeContext;
import io.integrationhost.testkit.StartedTransport;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What comes from a server, and how it reaches the host. */
class FlowTest {

  private static Pumps pumps;
  private final OpcUaPlugin plugin = new OpcUaPlugin();

  @BeforeAll
  static void open() throws Exception {
    pumps = new Pumps(2);
  }

  @AfterAll
  static void close() throws Exception {
    pumps.close();
  }

  @AfterEach
  void end() {
    plugin.close();
  }

  private StartedTransport start(String more) {
    return StartedTransport.start(plugin, FakeContext.of(pumps.slice(more)));
  }

  private static void awaitUp(StartedTransport started) {
    await()
        .untilAsserted(
            () ->
                assertThat(started.transport().health().status())
                    .as(started.transport().health().detail())
                    .isEqualTo(Health.Status.UP));
  }

  @Test
  void givesTheConverterWhatThingsBoardsOwnGives() {
    pumps.set("Line1.Pump1.Flow", 12.5);
    try (StartedTransport started = start("")) {
      awaitUp(started);
      assertThat(started.uplinks().texts())
          .containsExactlyInAnyOrder(
              "{\"flow\":\"12.5\",\"temp\":\"21.6\"}", "{\"flow\":\"25.0\",\"temp\":\"21.6\"}");
      Uplink.Payload first = started.uplinks().payloads().get(0);
      assertThat(first.metadata())
          .isEqualTo(
              Map.of(
                  "opcUaNode_identifier", "Line1.Pump1",
                  "opcUaNode_namespaceIndex", "2",
                  "opcUaNode_name", "Pump1",
                  "opcUaNode_fqn", "Objects.Line1.Pump1"));
      pumps.set("Line1.Pump1.Temp", 22.5f);
      started.uplinks().awaitCount(3);
      pumps.set("Line1.Pump1.Flow", 13.5);
      started.uplinks().awaitCount(4);
      assertThat(started.uplinks().texts())
          .endsWith("{\"flow\":\"12.5\",\"temp\":\"22.5\"}", "{\"flow\":\"13.5\"}");
      pumps.set("Line1.Pump1.Temp", 21.6f);
    }
  }
}
