package io.integrationhost.testkit;

import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Every single value that a plugin has decoded, in order. */
record Decoded(List<One> all) {

  /** How far numbers may be apart, in parts of them: the last digits are nobody's business. */
  private static final double CLOSE = 1e-9;

  /** One value of an entity. */
  record One(String entity, String key, Object value) {
    @Override
    public String toString() {
      return entity + " " + key + "=" + value + " (" + value.getClass().getSimpleName() + ")";
    }
  }

  static Decoded of(List<Uplink> uplinks) {
    List<One> all = new ArrayList<>();
    for (Uplink uplink : uplinks) {
      if (uplink instanceof Uplink.Telemetry telemetry) {
        add(all, telemetry.device().name(), telemetry.values());
      } else if (uplink instanceof Uplink.Attributes attributes) {
        add(all, attributes.device().name(), attributes.values());
      } else if (uplink instanceof Uplink.Readings readings) {
        readings
            .readings()
            .forEach(
                reading -> {
                  add(all, reading.entity().name(), reading.telemetry());
                  add(all, reading.entity().name(), reading.attributes());
                });
      }
    }
    return new Decoded(all);
  }

  private static void add(List<One> all, String entity, List<TimedValues> telemetry) {
    telemetry.forEach(instant -> add(all, entity, instant.values()));
  }

  private static void add(List<One> all, String entity, Map<String, Value> values) {
    values.forEach((key, value) -> all.add(new One(entity, key, plain(value))));
  }

  private static Object plain(Value value) {
    if (value instanceof Value.BooleanValue flag) {
      return flag.value();
    } else if (value instanceof Value.LongValue number) {
      return number.value();
    } else if (value instanceof Value.DoubleValue number) {
      return number.value();
    } else if (value instanceof Value.StringValue text) {
      return text.value();
    } else if (value instanceof Value.JsonValue json) {
      return json.text();
    }
    throw new IllegalArgumentException("unknown kind of value: " + value.getClass());
  }

  void assertHas(String entity, String key, Object wanted) {
    Object value = wanted instanceof Integer whole ? Long.valueOf(whole) : wanted;
    One one = new One(entity, key, value);
    if (all.stream().noneMatch(each -> each.equals(one) || isClose(each, one))) {
      throw new AssertionError("expected: " + one + ", but there is " + all);
    }
  }

  private static boolean isClose(One each, One wanted) {
    return each.entity().equals(wanted.entity())
        && each.key().equals(wanted.key())
        && each.value() instanceof Double number
        && wanted.value() instanceof Double other
        && Math.abs(number - other) <= CLOSE * Math.abs(other);
  }
}
