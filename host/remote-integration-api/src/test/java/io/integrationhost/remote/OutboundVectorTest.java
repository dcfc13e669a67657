package io.integrationhost.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.entity.EntityData;
import io.integrationhost.entity.EntityKind;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Every recorded message to ThingsBoard comes out of the codec byte for byte. */
final class OutboundVectorTest {
  private static final UUID TENANT = UUID.fromString("11111111-1111-1111-2222-222222222222");
  private static final UUID INTEGRATION = UUID.fromString("33333333-3333-3333-4444-444444444444");

  private final UplinkCodec codec = new UplinkCodec();

  @Test
  void connectRequest() throws IOException {
    LinkSettings settings =
        LinkSettings.standard(
            "yard",
            Links.plain("localhost", 9090),
            new Credentials("7f8ce9f7-routing", "s3cret"),
            "[remote:8082]");

    assertThat(written(Outbound.connect(settings)))
        .isEqualTo(WireVector.load("connect-request").bytes());
  }

  @Test
  void heartbeat() throws IOException {
    assertThat(written(Outbound.uplink(UplinkMessage.HEARTBEAT)))
        .isEqualTo(WireVector.load("uplink-heartbeat").bytes());
  }

  @Test
  void device() throws IOException {
    assertWritten("uplink-device", reading("Device A", 1700000000000L, 25, 40, 94));
  }

  @Test
  void batch() throws IOException {
    assertWritten(
        "uplink-batch",
        reading("Device A", 1700000000000L, 25, 40, 94),
        reading("Device B", 1700000000001L, 10, 0, 100),
        reading("Device A", 1700000000002L, 26, 41, 93));
  }

  @Test
  void asset() throws IOException {
    assertWritten(
        "uplink-asset",
        codec.encode(
            new EntityData(
                EntityKind.ASSET,
                "Hall 3",
                "building",
                "",
                "",
                "",
                Optional.of(
                    List.of(new TimedValues(1700000000000L, Map.of("co2", Value.of(412.5))))),
                Optional.empty())));
  }

  @Test
  void allTypes() throws IOException {
    Map<String, Value> first = new LinkedHashMap<>();
    first.put("count", Value.of(-9007199254740993L));
    first.put("volt", Value.of(-0.125));
    first.put("open", Value.of(true));
    first.put("state", Value.of("läuft"));
    first.put("nested", Value.json("{\"a\":[1,2,{\"b\":null}]}"));
    Map<String, Value> second = new LinkedHashMap<>();
    second.put("open", Value.of(false));
    second.put("tiny", Value.of(Double.MIN_VALUE));
    Map<String, Value> attributes = new LinkedHashMap<>();
    attributes.put("serial", Value.of("007-X"));
    attributes.put("active", Value.of(false));
    attributes.put("zero", Value.of(0));

    assertWritten(
        "uplink-device-all-types",
        codec.encode(
            new EntityData(
                EntityKind.DEVICE,
                "Gerät 1",
                "meter",
                "Keller",
                "Customer B",
                "Meters",
                Optional.of(
                    List.of(
                        new TimedValues(1700000000000L, first),
                        new TimedValues(1700000060000L, second))),
                Optional.of(attributes))));
  }

  @Test
  void lifecycleEvent() throws IOException {
    assertWritten(
        "uplink-lifecycle-event",
        codec.encode(
            new LifecycleEvent(
                new EventStamp(
                    TENANT, Optional.of(INTEGRATION), "[remote:8082]", Optional.empty(), 0),
                "STARTED",
                true,
                Optional.empty())));
  }

  @Test
  void statistics() throws IOException {
    assertWritten(
        "uplink-statistics",
        codec.encode(new IntegrationStatistics(1700003600000L, 120, 2, "STARTED")));
  }

  private byte[] reading(String device, long ts, long temperature, long humidity, long battery) {
    Map<String, Value> values = new LinkedHashMap<>();
    values.put("temperature", Value.of(temperature));
    values.put("humidity", Value.of(humidity));
    values.put("batteryLevel", Value.of(battery));
    return codec.encode(
        new EntityData(
            EntityKind.DEVICE,
            device,
            "type",
            "",
            "",
            "",
            Optional.of(List.of(new TimedValues(ts, values))),
            // An empty object in the converter's result is absent on the wire.
            Optional.empty()));
  }

  private static void assertWritten(String vector, byte[]... records) throws IOException {
    Outbound message = Outbound.uplink(UplinkMessage.of(new ArrayList<>(List.of(records))));

    assertThat(written(message)).isEqualTo(WireVector.load(vector).bytes());
    assertThat(message.length()).isEqualTo(WireVector.load(vector).bytes().length);
  }

  private static byte[] written(Outbound message) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutboundStream stream = new OutboundStream(message)) {
      assertThat(stream.drainTo(out)).isEqualTo(out.size());
    }
    try (OutboundStream stream = new OutboundStream(message)) {
      assertThat(stream.readAllBytes()).isEqualTo(out.toByteArray());
    }
    return out.toByteArray();
  }
}
