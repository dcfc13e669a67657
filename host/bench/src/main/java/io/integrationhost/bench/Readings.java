package io.integrationhost.bench;

import io.integrationhost.entity.EntityData;
import io.integrationhost.entity.EntityKind;
import io.integrationhost.plugin.Device;
import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Value;
import io.integrationhost.remote.UplinkCodec;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** What is sent: readings of one device with three numeric values each, as the guide's sensor. */
final class Readings {

  static final int BATCH = 100;

  private static final int BATCHES = 8;
  private static final long TIME = 1_760_000_000_000L;

  private Readings() {}

  /** A reading that the device decoded itself. */
  static Uplink.Telemetry uplink(int source) {
    return new Uplink.Telemetry(
        Device.named("Device " + source),
        List.of(new TimedValues(TIME + source, values(source))),
        new Source("session " + source));
  }

  static EntityData item(Uplink.Telemetry uplink) {
    return new EntityData(
        EntityKind.DEVICE,
        uplink.device().name(),
        uplink.device().type(),
        "",
        "",
        "",
        Optional.of(uplink.values()),
        Optional.empty());
  }

  /** Uplink messages of {@link #BATCH} readings each. */
  static List<byte[]> batches() {
    UplinkCodec codec = new UplinkCodec();
    return IntStream.range(0, BATCHES)
        .mapToObj(
            batch -> {
              ByteArrayOutputStream message = new ByteArrayOutputStream();
              for (int i = 0; i < BATCH; i++) {
                message.writeBytes(codec.encode(item(uplink(batch * BATCH + i))));
              }
              return message.toByteArray();
            })
        .toList();
  }

  private static Map<String, Value> values(int source) {
    Map<String, Value> values = new LinkedHashMap<>();
    values.put("temperature", Value.of(15L + source % 16));
    values.put("humidity", Value.of(30L + source % 31));
    values.put("batteryLevel", Value.of(70L + source % 31));
    return values;
  }
}
