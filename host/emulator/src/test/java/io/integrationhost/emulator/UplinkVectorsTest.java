package io.integrationhost.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.emulator.ReceivedItem.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every message of the vendor's client, and what the emulator makes of it. */
class UplinkVectorsTest extends EmulatorTest {
  private RawLink link;

  @BeforeEach
  void open() throws Exception {
    start();
    link = RawLink.open(channel);
    link.send(Vector.load("connect-request").request());
    assertThat(link.next().hasConnectResponseMsg()).isTrue();
  }

  @Test
  void device() throws Exception {
    ReceivedItem item = single("uplink-device");
    assertThat(item.kind()).isEqualTo(Kind.DEVICE);
    assertThat(item.routingKey()).isEqualTo(KEY);
    assertThat(item.integration()).isEqualTo("Sensors");
    assertThat(item.name()).isEqualTo("Device A");
    assertThat(item.type()).isEqualTo("type");
    assertThat(item.telemetry())
        .containsExactly(
            reading(Uplinks.TS, "temperature", 25L, "humidity", 40L, "batteryLevel", 94L));
    assertThat(item.attributes()).isEmpty();
    assertThat(item.details()).isEmpty();
    assertThat(item.note()).isEmpty();
  }

  @Test
  void everyTypeOfValue() throws Exception {
    ReceivedItem item = single("uplink-device-all-types");
    assertThat(item.name()).isEqualTo("Gerät 1");
    assertThat(item.telemetry())
        .containsExactly(
            reading(
                Uplinks.TS,
                "count",
                -9007199254740993L,
                "volt",
                -0.125,
                "open",
                true,
                "state",
                "läuft",
                "nested",
                new JsonText("{\"a\":[1,2,{\"b\":null}]}")),
            reading(Uplinks.TS + 60_000, "open", false, "tiny", Double.MIN_VALUE));
    assertThat(item.telemetry().get(0).values().keySet())
        .containsExactly("count", "volt", "open", "state", "nested");
    assertThat(item.attributes())
        .containsExactlyInAnyOrderEntriesOf(Map.of("serial", "007-X", "active", false, "zero", 0L));
    assertThat(item.details())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("label", "Keller", "customerName", "Customer B", "groupName", "Meters"));
  }

  @Test
  void batch() throws Exception {
    List<ReceivedItem> items = received("uplink-batch");
    assertThat(items)
        .extracting(ReceivedItem::name)
        .containsExactly("Device A", "Device B", "Device A");
    assertThat(items)
        .extracting(item -> item.telemetry().get(0).values().get("temperature"))
        .containsExactly(25L, 10L, 26L);
    assertThat(sensors.counts().messages()).isEqualTo(1);
  }

  @Test
  void asset() throws Exception {
    ReceivedItem item = single("uplink-asset");
    assertThat(item.kind()).isEqualTo(Kind.ASSET);
    assertThat(item.name()).isEqualTo("Hall 3");
    assertThat(item.type()).isEqualTo("building");
    assertThat(item.telemetry()).containsExactly(reading(Uplinks.TS, "co2", 412.5));
  }

  @Test
  void statistics() throws Exception {
    ReceivedItem item = single("uplink-statistics");
    assertThat(item.kind()).isEqualTo(Kind.STATISTICS);
    assertThat(item.telemetry())
        .containsExactly(
            reading(
                1_700_003_600_000L, "messagesCount", 120L, "errorsCount", 2L, "state", "STARTED"));
  }

  @Test
  void lifecycleEvent() throws Exception {
    ReceivedItem item = single("uplink-lifecycle-event");
    assertThat(item.kind()).isEqualTo(Kind.EVENT);
    assertThat(item.type()).isEqualTo("LifecycleEvent");
    assertThat(item.note()).isEmpty();
    assertThat(item.details())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "source", "INTEGRATION",
                "tenantId", "11111111-1111-1111-2222-222222222222",
                "entityId", "33333333-3333-3333-4444-444444444444",
                "serviceId", "[remote:8082]",
                "success", true,
                "lcEventType", "STARTED"));
  }

  @Test
  void customMessage() throws Exception {
    ReceivedItem item = single("uplink-custom-message");
    assertThat(item.kind()).isEqualTo(Kind.MESSAGE);
    assertThat(item.type()).isEqualTo("CUSTOM_UPLINK");
    assertThat(item.details())
        .containsEntry("id", "0b3c1a50-8a2e-11ee-b9d1-0242ac120002")
        .containsEntry("entityType", "INTEGRATION")
        .containsEntry("data", "{\"k\":1}")
        .containsEntry("metadata", Map.of("source", "tcp"))
        .containsEntry("ts", Uplinks.TS);
  }

  @Test
  void heartbeat() throws Exception {
    assertThat(received("uplink-heartbeat")).isEmpty();
  }

  private ReceivedItem single(String vector) throws Exception {
    List<ReceivedItem> items = received(vector);
    assertThat(items).hasSize(1);
    return items.get(0);
  }

  private List<ReceivedItem> received(String vector) throws Exception {
    link.send(Vector.load(vector).request());
    assertThat(link.answer().getSuccess()).isTrue();
    return sensors.received();
  }

  private static Reading reading(long ts, Object... keysAndValues) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      values.put(keysAndValues[i].toString(), keysAndValues[i + 1]);
    }
    return new Reading(ts, values);
  }
}
