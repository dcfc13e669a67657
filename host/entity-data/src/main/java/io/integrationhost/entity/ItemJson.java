package io.integrationhost.entity;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Value;
import java.util.List;
import java.util.Map;

/** An item for ThingsBoard as JSON: each value with its type, its text as it travels. */
public final class ItemJson {
  private ItemJson() {}

  /** A new object, which is the caller's. */
  public static JsonObject of(EntityData item) {
    JsonObject json = new JsonObject();
    json.addProperty("kind", item.kind().name());
    json.addProperty("name", item.name());
    json.addProperty("type", item.type());
    json.addProperty("label", item.label());
    json.addProperty("customer", item.customerName());
    json.addProperty("group", item.groupName());
    item.telemetry().ifPresent(all -> json.add("telemetry", telemetry(all)));
    item.attributes().ifPresent(all -> json.add("attributes", values(all)));
    return json;
  }

  private static JsonArray telemetry(List<TimedValues> all) {
    JsonArray instants = new JsonArray();
    all.forEach(
        instant -> {
          JsonObject json = new JsonObject();
          json.addProperty("ts", instant.ts());
          json.add("values", values(instant.values()));
          instants.add(json);
        });
    return instants;
  }

  private static JsonObject values(Map<String, Value> values) {
    JsonObject json = new JsonObject();
    values.forEach(
        (key, value) -> {
          TypedValue typed = TypedValue.of(value);
          JsonObject one = new JsonObject();
          one.addProperty("type", typed.type());
          one.addProperty("value", typed.text());
          json.add(key, one);
        });
    return json;
  }
}
