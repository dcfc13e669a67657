package io.integrationhost.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import io.integrationhost.entity.EntityData;
import io.integrationhost.entity.EntityKind;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Value;
import io.integrationhost.remote.proto.DeviceUplinkDataProto;
import io.integrationhost.remote.proto.KeyValueProto;
import io.integrationhost.remote.proto.TbEventProto;
import io.integrationhost.remote.proto.TbEventSource;
import io.integrationhost.remote.proto.UplinkMsg;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class UplinkCodecTest {
  private final UplinkCodec codec = new UplinkCodec();

  @Test
  void presenceOfTelemetryAndAttributesIsKept() throws InvalidProtocolBufferException {
    DeviceUplinkDataProto neither = device(Optional.empty(), Optional.empty());
    DeviceUplinkDataProto both = device(Optional.of(List.of()), Optional.of(Map.of()));

    assertThat(neither.hasPostTelemetryMsg()).isFalse();
    assertThat(neither.hasPostAttributesMsg()).isFalse();
    assertThat(both.hasPostTelemetryMsg()).isTrue();
    assertThat(both.hasPostAttributesMsg()).isTrue();
  }

  @Test
  void longValuesNestProperly() throws InvalidProtocolBufferException {
    String text = "ü".repeat(100_000);

    DeviceUplinkDataProto device =
        device(
            Optional.of(List.of(new TimedValues(0, Map.of("k", Value.of(text))))),
            Optional.of(Map.of("a", Value.json("[" + "1,".repeat(100) + "1]"))));

    KeyValueProto value = device.getPostTelemetryMsg().getTsKvList(0).getKv(0);
    assertThat(value.getStringV()).isEqualTo(text);
    assertThat(device.getPostAttributesMsg().getKv(0).getJsonV()).hasSize(203);
    assertThat(device.getDeviceLabel()).isEqualTo("label");
  }

  @Test
  void unpairedSurrogatesBecomeQuestionMarks() throws InvalidProtocolBufferException {
    DeviceUplinkDataProto device =
        device(Optional.empty(), Optional.of(Map.of("k", Value.of("a\ud83d-\udca7\ud83d\udca7"))));

    assertThat(device.getPostAttributesMsg().getKv(0).getStringV()).isEqualTo("a?-?\ud83d\udca7");
  }

  @Test
  void eventsSayWhoseTheyAre() throws InvalidProtocolBufferException {
    EventStamp stamp =
        new EventStamp(UUID.randomUUID(), Optional.empty(), "s", Optional.empty(), 0);
    ConverterDebugEvent.Message in = new ConverterDebugEvent.Message("TEXT", "x");

    assertThat(event(new StatisticsEvent(stamp, 1, 0)).getSource())
        .isEqualTo(TbEventSource.INTEGRATION);
    for (TbEventSource source :
        List.of(TbEventSource.UPLINK_CONVERTER, TbEventSource.DOWNLINK_CONVERTER)) {
      ConverterDebugEvent converter =
          new ConverterDebugEvent(
              stamp,
              EventSource.valueOf(source.name()),
              "Uplink",
              in,
              Optional.empty(),
              "{}",
              Optional.empty());
      assertThat(event(converter).getSource()).isEqualTo(source);
      assertThat(event(converter).getDeviceName()).isEmpty();
    }
    TbEventProto raw = event(new RawDataEvent(stamp, "Gerät 1", "u", "TEXT", "m"));
    assertThat(raw.getSource()).isEqualTo(TbEventSource.DEVICE);
    assertThat(raw.getDeviceName()).isEqualTo("Gerät 1");
  }

  private TbEventProto event(IntegrationEvent event) throws InvalidProtocolBufferException {
    return UplinkMsg.parseFrom(codec.encode(event)).getEventsData(0);
  }

  @Test
  void negativeZeroIsNotTakenForGranted() throws InvalidProtocolBufferException {
    DeviceUplinkDataProto device =
        device(Optional.empty(), Optional.of(Map.of("k", Value.of(-0.0))));

    assertThat(Double.doubleToRawLongBits(device.getPostAttributesMsg().getKv(0).getDoubleV()))
        .isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void recordsOfAllKindsFormOneMessage() throws InvalidProtocolBufferException {
    byte[] device = Messages.record("D");
    byte[] statistics = codec.encode(new IntegrationStatistics(1, 2, 3, "STARTED"));
    byte[] joined = new byte[2 * device.length + statistics.length];
    System.arraycopy(device, 0, joined, 0, device.length);
    System.arraycopy(statistics, 0, joined, device.length, statistics.length);
    System.arraycopy(device, 0, joined, device.length + statistics.length, device.length);

    UplinkMsg message = UplinkMsg.parseFrom(joined);

    assertThat(message.getDeviceDataCount()).isEqualTo(2);
    assertThat(message.getIntegrationStatisticsCount()).isEqualTo(1);
  }

  @Test
  void tooLargeMessagesAreRefused() {
    byte[] half = new byte[UplinkMessage.MAX_BYTES / 2];

    assertThat(UplinkMessage.of(List.of(half, half)).bytes()).isEqualTo(UplinkMessage.MAX_BYTES);
    assertThatThrownBy(() -> UplinkMessage.of(List.of(half, half, new byte[1])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("too large")
        .hasMessageContaining("3 records");
    assertThatThrownBy(() -> UplinkMessage.of(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private DeviceUplinkDataProto device(
      Optional<List<TimedValues>> telemetry, Optional<Map<String, Value>> attributes)
      throws InvalidProtocolBufferException {
    byte[] record =
        codec.encode(
            new EntityData(EntityKind.DEVICE, "D", "type", "label", "", "", telemetry, attributes));
    return UplinkMsg.parseFrom(record).getDeviceData(0);
  }
}
