package io.integrationhost.plugins.mqtt.session;

import io.integrationhost.plugin.Reading;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Value;
import java.util.List;
import java.util.Map;

/** About how much memory uplinks take: decoded ones take many times what they came with. */
final class Weight {

  /** Of a value with its entry, beside its texts. */
  private static final int VALUE = 150;

  private static final int READING = 300;

  private Weight() {}

  /** In bytes, at most those that fit in the number. */
  static int of(List<Uplink> uplinks) {
    long all = 0;
    for (Uplink uplink : uplinks) {
      all += of(uplink);
    }
    return (int) Math.min(Integer.MAX_VALUE / 2, all);
  }

  static long of(Uplink uplink) {
    if (uplink instanceof Uplink.Payload payload) {
      return payload.bytes().length;
    }
    long all = 0;
    if (uplink instanceof Uplink.Readings several) {
      for (Reading reading : several.readings()) {
        all += READING + of(reading.attributes());
        for (TimedValues values : reading.telemetry()) {
          all += READING + of(values.values());
        }
      }
    }
    return all;
  }

  private static long of(Map<String, Value> values) {
    long all = 0;
    for (Map.Entry<String, Value> each : values.entrySet()) {
      all += VALUE + 2L * each.getKey().length() + text(each.getValue());
    }
    return all;
  }

  private static long text(Value value) {
    if (value instanceof Value.StringValue text) {
      return 2L * text.value().length();
    }
    return value instanceof Value.JsonValue json ? 2L * json.text().length() : 0;
  }
}
