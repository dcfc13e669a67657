package io.integrationhost.plugins.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Value;
import io.integrationhost.testkit.FakeContext;
import io.integrationhost.testkit.StartedTransport;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What comes from a server, and how it reaches the host. */
class FlowTest {

  private static Pumps pumps;
  private static final OpcUaPlugin plugin = new OpcUaPlugin();

  @BeforeAll
  static void open() throws Exception {
    pumps = Pumps.shared();
  }

  @AfterAll
  static void close() {
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

  @Test
  void makesTelemetryOfValuesItself() {
    try (StartedTransport started =
        start(
            ", output: DECODED, sourceTimestamp: true, quality: true, deviceType: pump,"
                + " deviceName: \"${name} of ${fqn}\"")) {
      awaitUp(started);
      started.uplinks().awaitCount(2);
      var time = new DateTime(Instant.parse("2026-01-02T03:04:05Z"));
      pumps
          .variable("Line1.Pump2.Temp")
          .setValue(new DataValue(new Variant(7.1f), StatusCode.GOOD, time));
      started.uplinks().awaitCount(3);
      Uplink.Telemetry last = started.uplinks().of(Uplink.Telemetry.class).get(2);
      assertThat(last.device().name()).isEqualTo("Pump2 of Objects.Line1.Pump2");
      assertThat(last.device().type()).isEqualTo("pump");
      assertThat(last.values())
          .containsExactly(
              new TimedValues(
                  time.getJavaTime(),
                  Map.of("temp", Value.of(7.1), "temp_status", Value.of("Good"))));
      pumps.set("Line1.Pump2.Temp", 21.6f);
      started.uplinks().awaitCount(4);
    }
  }

  @Test
  void tellsTypedValuesTheirStatusAndTimeWhereThatIsWanted() {
    try (StartedTransport started =
        start(", values: TYPED, quality: true, sourceTimestamp: true")) {
      started.uplinks().awaitCount(2);
      var time = new DateTime(Instant.ofEpochMilli(1_700_000_000_000L));
      pumps
          .variable("Line1.Pump1.Flow")
          .setValue(
              new DataValue(new Variant(1.5), new StatusCode(StatusCodes.Bad_SensorFailure), time));
      started.uplinks().awaitCount(3);
      assertThat(started.uplinks().texts())
          .endsWith(
              "{\"flow\":1.5,\"flow_status\":\"Bad_SensorFailure\",\"flow_ts\":1700000000000}");
      assertThat(started.transport().facts().get("values")).contains("1 of them bad");
      pumps.set("Line1.Pump1.Flow", 12.5);
      started.uplinks().awaitCount(4);
    }
  }

  @Test
  void leavesBadValuesOutOfTelemetry() {
    try (StartedTransport started = start(", output: DECODED")) {
      started.uplinks().awaitCount(2);
      pumps
          .variable("Line1.Pump1.Flow")
          .setValue(new DataValue(new Variant(1.5), new StatusCode(StatusCodes.Bad_SensorFailure)));
      await().until(() -> started.transport().facts().get("values").contains("1 of them bad"));
      pumps.set("Line1.Pump1.Flow", 12.5);
      started.uplinks().awaitCount(3);
      assertThat(started.uplinks().of(Uplink.Telemetry.class).get(2).values())
          .extracting(TimedValues::values)
          .containsExactly(Map.of("flow", Value.of(12.5)));
    }
  }

  @Test
  void keepsTheNewestOfWhatTheHostDoesNotTakeAndOffersItAgain() {
    try (StartedTransport started = start("")) {
      awaitUp(started);
      started.uplinks().hold();
      pumps.set("Line1.Pump1.Flow", 1.0);
      started.uplinks().awaitCount(3);
      pumps.set("Line1.Pump1.Flow", 2.0);
      started.uplinks().awaitCount(4);
      // Both are refused: the first is replaced by the second, which is offered again.
      started.uplinks().reject(Receipt.Reason.OVERLOADED, "too much");
      started.uplinks().release();
      assertThat(started.transport().facts().get("host")).contains("the server waits");
      pumps.set("Line1.Pump2.Flow", 3.0);
      started.uplinks().answerAlways(new Receipt.Stored());
      started.uplinks().awaitCount(6);
      await()
          .untilAsserted(
              () ->
                  assertThat(started.uplinks().texts())
                      .endsWith("{\"flow\":\"2.0\"}", "{\"flow\":\"3.0\"}"));
      assertThat(started.uplinks().texts()).containsOnlyOnce("{\"flow\":\"1.0\"}");
      assertThat(started.transport().facts().get("values")).contains("1 replaced");
      assertThat(started.transport().facts().get("host")).doesNotContain("the server waits");
    } finally {
      pumps.set("Line1.Pump1.Flow", 12.5);
      pumps.set("Line1.Pump2.Flow", 25.0);
    }
  }

  @Test
  void offersAgainWhatTheHostThrewFor() {
    try (StartedTransport started = start("")) {
      awaitUp(started);
      AtomicInteger thrown = new AtomicInteger();
      started
          .uplinks()
          .answer(
              uplink -> {
                if (thrown.incrementAndGet() == 1) {
                  throw new StackOverflowError("of the host");
                }
                return CompletableFuture.completedFuture(new Receipt.Stored());
              });
      pumps.set("Line1.Pump1.Flow", 1.0);
      started.uplinks().awaitCount(3);
      assertThat(started.uplinks().texts()).endsWith("{\"flow\":\"1.0\"}");
      pumps.set("Line1.Pump2.Flow", 2.0);
      started.uplinks().awaitCount(4);
    } finally {
      pumps.set("Line1.Pump1.Flow", 12.5);
      pumps.set("Line1.Pump2.Flow", 25.0);
    }
  }

  @Test
  void offersTheFirstMessageAsAWholeAgain() {
    try (FakeContext context = FakeContext.of(pumps.slice(""))) {
      context.uplinks().reject(Receipt.Reason.OVERLOADED, "too much");
      try (StartedTransport started = StartedTransport.start(plugin, context)) {
        started.uplinks().awaitCount(2);
        started.uplinks().answerAlways(new Receipt.Stored());
        started.uplinks().awaitCount(4);
        assertThat(started.uplinks().texts().subList(2, 4))
            .containsExactlyInAnyOrder(
                "{\"flow\":\"12.5\",\"temp\":\"21.6\"}", "{\"flow\":\"25.0\",\"temp\":\"21.6\"}");
      }
    }
  }

  @Test
  void countsWhatTheServersQueueLost() {
    try (StartedTransport started = start(", values: TYPED, quality: true")) {
      awaitUp(started);
      pumps
          .variable("Line1.Pump1.Flow")
          .setValue(new DataValue(new Variant(1.5), new StatusCode(0x480L)));
      started.uplinks().awaitCount(3);
      assertThat(started.uplinks().texts()).endsWith("{\"flow\":1.5,\"flow_status\":\"Good\"}");
      assertThat(started.transport().facts().get("values")).contains("1 gaps");
    } finally {
      pumps.set("Line1.Pump1.Flow", 12.5);
    }
  }

  @Test
  void letsTheServerKeepWhatChangesWhileAnOperatorPauses() {
    try (StartedTransport started = start("")) {
      awaitUp(started);
      started.transport().pause(true);
      pumps.set("Line1.Pump1.Flow", 1.0);
      pumps.set("Line1.Pump2.Flow", 2.0);
      await().during(Duration.ofMillis(200)).until(() -> started.uplinks().count() == 2);
      started.transport().pause(false);
      started.uplinks().awaitCount(4);
      assertThat(started.uplinks().texts()).contains("{\"flow\":\"1.0\"}", "{\"flow\":\"2.0\"}");
    } finally {
      pumps.set("Line1.Pump1.Flow", 12.5);
      pumps.set("Line1.Pump2.Flow", 25.0);
    }
  }

  @Test
  void takesVariablesByIdentifierByPathAndByNodeId() {
    try (StartedTransport started =
        StartedTransport.start(
            plugin,
            FakeContext.of(
                """
                {clientConfiguration: {host: "127.0.0.1", port: %d,
                  mapping: [{deviceNodePattern: "Line1.Pump1", mappingType: ID, namespace: 2,
                    subscriptionTags: [{key: speed, path: Motor.Speed}, {key: levels, path: Levels},
                      {key: other, path: "ns=2;s=Line1.Pump2.Flow"}, {key: motor, path: "Motor1.Speed"},
                      {key: none, path: Nothing, required: true}]}]}}
                """
                    .formatted(pumps.port())))) {
      started.uplinks().awaitCount(1);
      assertThat(started.uplinks().texts())
          .containsExactly(
              "{\"speed\":\"1450\",\"levels\":\"[1,2,3]\",\"other\":\"25.0\",\"motor\":\"1450\",\"none\":null}");
      await()
          .untilAsserted(
              () ->
                  assertThat(started.transport().health())
                      .isEqualTo(
                          Health.degraded(
                              "device 'Objects.Line1.Pump1' has no variable [Nothing], which its"
                                  + " mapping requires")));
    }
  }

  @Test
  void findsDevicesThatComeAndForgetsThoseThatGo() throws Exception {
    try (Pumps plant = new Pumps(1);
        StartedTransport started =
            StartedTransport.start(
                plugin,
                plant
                    .slice("")
                    .replace("security: None", "security: None, scanPeriodInSeconds: 1"))) {
      started.uplinks().awaitCount(1);
      plant.add(2);
      started.uplinks().awaitCount(2);
      assertThat(started.uplinks().texts().get(1)).contains("25.0");
      plant.remove(2);
      await()
          .untilAsserted(
              () ->
                  assertThat(started.transport().facts().get("watched"))
                      .startsWith("1 devices, 2"));
      // The server says of each variable that it is gone, and ThingsBoard's own tells that, too.
      int before = started.uplinks().count();
      plant.add(2);
      started.uplinks().awaitCount(before + 1);
      plant.set("Line1.Pump2.Temp", 1f);
      started.uplinks().awaitCount(before + 2);
      assertThat(started.uplinks().count()).isEqualTo(before + 2);
      assertThat(started.uplinks().texts()).endsWith("{\"flow\":\"25.0\",\"temp\":\"1.0\"}");
    }
  }

  @Test
  void saysThatNothingMatches() {
    try (StartedTransport started =
        StartedTransport.start(plugin, pumps.slice("").replace("Pump", "Valve"))) {
      await()
          .untilAsserted(
              () ->
                  assertThat(started.transport().health().detail())
                      .contains("no node matches any mapping", "browse"));
    }
  }
}
