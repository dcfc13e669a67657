package io.integrationhost.host.event;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Value;
import java.util.Map;

/** Uplinks that a plugin decoded itself, as JSON for people. */
final class UplinkText {

  private UplinkText() {}

  static String of(Uplink.Telemetry telemetry) {
    JsonArray instants = new JsonArray();
    for (TimedValues values : telemetry.values()) {
      JsonObject instant = new JsonObject();
      instant.addProperty("ts", values.ts());
      instant.add("values", object(values.values()));
      instants.add(instant);
    }
    JsonObject text = new JsonObject();
    text.addProperty("deviceName", telemetry.device().name());
    text.add("telemetry", instants);
    return text.toString();
  }

  static String of(Uplink.Attributes attributes) {
    JsonObject text = new JsonObject();
    text.addProperty("deviceName", attributes.device().name());
    text.add("attributes", object(attributes.values()));
    return text.toString();
  }

  private static JsonObject object(Map<String, Value> values) {
    JsonObject object = new JsonObject();
    values.forEach((key, value) -> add(object, key, value));
    return object;
  }

  private static void add(JsonObject object, String key, Value value) {
    if (value instanceof Value.LongValue number) {
      object.addProperty(key, number.value());
    } else if (value instanceof Value.DoubleValue number && Double.isFinite(number.value())) {
      object.addProperty(key, number.value());
    } else if (value instanceof Value.DoubleValue number) {
      object.addProperty(key, String.valueOf(number.value()));
    } else if (value instanceof Value.BooleanValue flag) {
      object.addProperty(key, flag.value());
    } else if (value instanceof Value.StringValue text) {
      object.addProperty(key, text.value());
    } else if (value instanceof Value.JsonValue json) {
      object.addProperty(key, json.text());
    }
  }
}
