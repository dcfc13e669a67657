package io.integrationhost.plugins.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.testkit.FakeContext;
import io.integrationhost.testkit.FreePort;
import io.integrationhost.testkit.StartedTransport;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.milo.opcua.sdk.server.nodes.UaObjectNode;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes to a server: written, called, confirmed or refused. */
class DownlinkTest {

  private static Pumps pumps;
  private static Method method;
  private static final OpcUaPlugin plugin = new OpcUaPlugin();
  private StartedTransport started;

  @BeforeAll
  static void open() throws Exception {
    pumps = Pumps.shared();
    UaObjectNode pump =
        (UaObjectNode)
            pumps.server().context().getNodeManager().getNode(new NodeId(2, "Line1.Pump1")).get();
    method = Method.add(pumps.server(), pump);
  }

  @AfterAll
  static void close() throws Exception {
    plugin.close();
    pumps.set("Line1.Pump1.Flow", 12.5);
    pumps.set("Line1.Pump1.Temp", 21.6f);
  }

  @BeforeEach
  void start() {
    started = StartedTransport.start(plugin, FakeContext.of(pumps.slice("")));
    await().until(() -> started.transport().health().status() == Health.Status.UP);
  }

  @AfterEach
  void end() {
    started.close();
  }

  private static Downlink downlink(String json) {
    return downlink(json, "");
  }

  private static Downlink downlink(String json, String id) {
    return new Downlink(
        "pump",
        ContentType.JSON,
        json.getBytes(StandardCharsets.UTF_8),
        Map.of(),
        id,
        1,
        Optional.empty());
  }

  private void send(String json) {
    StartedTransport.join(started.transport().downlink(downlink(json)));
  }

  private TransportException refused(String json) {
    try {
      send(json);
    } catch (java.util.concurrent.CompletionException e) {
      return (TransportException) e.getCause();
    }
    throw new AssertionError("was taken: " + json);
  }

  private static Object value(String name) {
    return pumps.variable(name).getValue().value().value();
  }

  @Test
  void writesWithTheTypeThatTheServerSays() {
    send(
        """
        {"writeValues": [{"nodeId": "ns=2;s=Line1.Pump1.Temp", "value": 30.5},
          {"nodeId": "ns=2;s=Line1.Pump1.SetPoint", "value": "4000000000", "dataType": null},
          {"nodeId": "ns=2;s=Line1.Pump1.Running", "value": false},
          {"nodeId": "ns=2;s=Line1.Pump1.Levels", "value": [7, 8]}]}
        """);
    assertThat(value("Line1.Pump1.Temp")).isEqualTo(30.5f);
    assertThat(value("Line1.Pump1.SetPoint")).isEqualTo(Unsigned.uint(4_000_000_000L));
    assertThat(value("Line1.Pump1.Running")).isEqualTo(false);
    assertThat(value("Line1.Pump1.Levels")).isEqualTo(new Integer[] {7, 8});
  }

  @Test
  void writesWithTheTypeThatTheDownlinkSays() {
    send(
        """
        {"writeValues": [{"nodeId": "ns=2;s=Line1.Pump1.SetPoint", "value": 7, "dataType": "UInt32"}]}
        """);
    assertThat(value("Line1.Pump1.SetPoint")).isEqualTo(Unsigned.uint(7));
  }

  @Test
  void namesABadStatusForEachWrite() {
    TransportException refusal =
        refused(
            """
            {"writeValues": [{"nodeId": "ns=2;s=Line1.Pump1.Flow", "value": 3.5},
              {"nodeId": "ns=2;s=Line1.Pump1.Flow", "value": "text", "dataType": "String"}]}
            """);
    assertThat(refusal.kind()).isEqualTo(TransportException.Kind.REJECTED);
    assertThat(refusal).hasMessage("Write ns=2;s=Line1.Pump1.Flow, status = Bad_TypeMismatch");
    assertThat(refused("{\"writeValues\": [{\"nodeId\": \"ns=2;s=Nobody\", \"value\": 1}]}"))
        .hasMessageContaining("ns=2;s=Nobody, status = Bad_NodeIdUnknown");
  }

  @Test
  void refusesWhatCannotBeWrittenBeforeAnythingIs() {
    assertThat(refused("{\"writeValues\": [{\"nodeId\": \"nowhere\", \"value\": 1}]}"))
        .hasMessageContaining("writeValues[0].nodeId is 'nowhere'");
    assertThat(refused("{\"writeValues\": [{\"nodeId\": \"i=1\"}]}"))
        .hasMessageContaining("writeValues[0].value is missing");
    assertThat(
            refused(
                "{\"writeValues\": [{\"nodeId\": \"i=1\", \"value\": 1, \"dataType\": \"Real\"}]}"))
        .hasMessageContaining("dataType is 'Real'");
    assertThat(
            refused(
                "{\"writeValues\": [{\"nodeId\": \"i=1\", \"value\": 300, \"dataType\": \"Byte\"}]}"))
        .hasMessageContaining("300 is no Byte");
    assertThat(
            refused(
                "{\"writeValues\": [{\"nodeId\": \"ns=2;s=Line1.Pump1.Flow\", \"value\": [1]}]}"))
        .hasMessageContaining("no list");
    assertThat(refused("not JSON")).hasMessageContaining("no JSON object");
  }

  @Test
  void writesNothingWhenAnArgumentOfACallDoesNotFit() {
    Object before = value("Line1.Pump1.Flow");
    assertThat(
            refused(
                """
                {"writeValues": [{"nodeId": "ns=2;s=Line1.Pump1.Flow", "value": 77.5}],
                 "callMethods": [{"objectId": "ns=2;s=Line1.Pump1", "methodId": "ns=2;s=Line1.reset",
                  "args": ["now", 70000]}]}
                """))
        .hasMessage("argument 1 of ns=2;s=Line1.reset: the value 70000 is no UInt16");
    assertThat(value("Line1.Pump1.Flow")).isEqualTo(before);
  }

  @Test
  void callsMethodsWithTheTypesOfTheirArguments() {
    send(
        """
        {"callMethods": [{"objectId": "ns=2;s=Line1.Pump1", "methodId": "ns=2;s=Line1.reset",
          "args": ["now", 3]}], "writeValues": []}
        """);
    assertThat(method.calls).contains(List.of("now", Unsigned.ushort(3)));
    assertThat(
            refused(
                """
                {"callMethods": [{"objectId": "ns=2;s=Line1.Pump1", "methodId": "ns=2;s=Line1.reset",
                  "args": ["now", {"value": 13, "dataType": "UInt16"}]}]}
                """))
        .hasMessage("Call ns=2;s=Line1.reset, status = Bad_OutOfRange");
  }

  @Test
  void doesNotCallTwiceWhatTheHostHandsOverAgain() {
    String json =
        """
        {"callMethods": [{"objectId": "ns=2;s=Line1.Pump1", "methodId": "ns=2;s=Line1.reset",
          "args": ["once", 5]}]}
        """;
    StartedTransport.join(started.transport().downlink(downlink(json, "id-1")));
    StartedTransport.join(started.transport().downlink(downlink(json, "id-1")));
    assertThat(method.calls).containsOnlyOnce(List.of("once", Unsigned.ushort(5)));
  }

  @Test
  void refusesForNowWhileTheServerIsAwayAndTellsWhenItIsBack() throws Exception {
    int port = FreePort.find();
    String slice = pumps.slice("").replace(Integer.toString(pumps.port()), Integer.toString(port));
    try (StartedTransport away = StartedTransport.start(plugin, slice)) {
      try {
        StartedTransport.join(
            away.transport()
                .downlink(
                    downlink(
                        "{\"writeValues\": [{\"nodeId\": \"ns=2;s=Line1.Pump1.Flow\", \"value\":"
                            + " 1}]}")));
        throw new AssertionError("was taken");
      } catch (java.util.concurrent.CompletionException e) {
        assertThat(((TransportException) e.getCause()).kind())
            .isEqualTo(TransportException.Kind.UNAVAILABLE);
      }
      try (Pumps back = new Pumps(SimulatedServer.Settings.plain(port), 1)) {
        await().untilAsserted(() -> assertThat(away.uplinks().connected()).contains("pump"));
        assertThat(back.port()).isEqualTo(port);
      }
    }
  }
}
