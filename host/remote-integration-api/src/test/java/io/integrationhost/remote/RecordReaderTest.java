package io.integrationhost.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.entity.EntityData;
import io.integrationhost.entity.EntityKind;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Value;
import io.integrationhost.remote.proto.TbMsgProto;
import io.integrationhost.remote.proto.UplinkMsg;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RecordReaderTest {
  private final UplinkCodec codec = new UplinkCodec();
  private final RecordReader reader = new RecordReader();

  @ParameterizedTest
  @EnumSource(EntityKind.class)
  void readsBackWhatTheCodecWrites(EntityKind kind) {
    EntityData data =
        new EntityData(
            kind,
            "Sensor ü",
            "thermometer",
            "label",
            "customer",
            "group",
            Optional.of(
                List.of(
                    new TimedValues(1_700_000_000_000L, allTypes()),
                    new TimedValues(0, Map.of("k", Value.of(-1L))))),
            Optional.of(allTypes()));

    assertThat(reader.read(codec.encode(data))).isEqualTo(new RecordContent.Entity(data));
  }

  @Test
  void absentIsNotEmpty() {
    EntityData neither = device(Optional.empty(), Optional.empty());
    EntityData both = device(Optional.of(List.of()), Optional.of(Map.of()));

    assertThat(reader.read(codec.encode(neither))).isEqualTo(new RecordContent.Entity(neither));
    assertThat(reader.read(codec.encode(both))).isEqualTo(new RecordContent.Entity(both));
  }

  @Test
  void saysWhatElseItIs() {
    assertThat(reader.read(codec.encode(new IntegrationStatistics(1, 2, 3, "ACTIVE"))))
        .isEqualTo(new RecordContent.Other("statistics of the integration"));
    byte[] message =
        UplinkMsg.newBuilder()
            .addTbMsgProto(TbMsgProto.newBuilder().setType("ALARM"))
            .build()
            .toByteArray();
    assertThat(reader.read(message))
        .isEqualTo(new RecordContent.Other("message of type 'ALARM' for the rule engine"));
  }

  @Test
  void malformedBytesAreUnreadableAndNeverThrow() {
    byte[] good = codec.encode(device(Optional.empty(), Optional.of(allTypes())));
    for (int length = 0; length < good.length; length++) {
      assertThat(reader.read(Arrays.copyOf(good, length)))
          .isInstanceOf(RecordContent.Unreadable.class);
    }
    Random random = new Random(42);
    for (int round = 0; round < 5_000; round++) {
      byte[] bytes = good.clone();
      for (int change = 0; change < 3; change++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      assertThat(reader.read(bytes)).isNotNull();
    }
  }

  @Test
  void anUnknownTypeOfValueIsNamed() {
    WireWriter out = new WireWriter();
    int item = out.open(2);
    out.string(1, "Sensor");
    int attributes = out.open(6);
    int pair = out.open(1);
    out.string(1, "k");
    out.int64(2, 9);
    out.close(pair);
    out.close(attributes);
    out.close(item);

    assertThat(reader.read(out.toBytes()))
        .isEqualTo(new RecordContent.Unreadable("value of 'k' has the unknown type 9"));
  }

  @Test
  void oneItemOnlyAndNotTooLarge() {
    byte[] one = codec.encode(device(Optional.empty(), Optional.empty()));
    byte[] two = Arrays.copyOf(one, one.length * 2);
    System.arraycopy(one, 0, two, one.length, one.length);

    assertThat(reader.read(two))
        .isEqualTo(new RecordContent.Unreadable("holds 2 known items instead of one"));
    assertThat(reader.read(new byte[UplinkMessage.MAX_BYTES + 1]))
        .isInstanceOf(RecordContent.Unreadable.class);
  }

  private static EntityData device(
      Optional<List<TimedValues>> telemetry, Optional<Map<String, Value>> attributes) {
    return new EntityData(
        EntityKind.DEVICE, "Sensor", "default", "", "", "", telemetry, attributes);
  }

  private static Map<String, Value> allTypes() {
    Map<String, Value> values = new LinkedHashMap<>();
    values.put("flag", Value.of(true));
    values.put("off", Value.of(false));
    values.put("long", Value.of(Long.MIN_VALUE));
    values.put("double", Value.of(-0.5));
    values.put("text", Value.of("ü €"));
    values.put("json", Value.json("{\"a\":[1]}"));
    return values;
  }
}
