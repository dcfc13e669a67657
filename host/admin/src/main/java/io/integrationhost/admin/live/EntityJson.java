package io.integrationhost.admin.live;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.integrationhost.entity.EntityData;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Value;
import java.util.List;
import java.util.Map;

/** What travels to ThingsBoard, with the type of each value. */
final class EntityJson {

  private static final int MOST_ITEMS = 100;

  private EntityJson() {}

  static JsonArray of(List<EntityData> items) {
    JsonArray all = new JsonArray();
    items.stream().limit(MOST_ITEMS).map(EntityJson::of).forEach(all::add);
    return all;
  }

  private static JsonObject of(EntityData item) {
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
          JsonObject one = new JsonObject();
          if (value instanceof Value.BooleanValue flag) {
            typed(one, "BOOLEAN", String.valueOf(flag.value()));
          } else if (value instanceof Value.LongValue number) {
            typed(one, "LONG", String.valueOf(number.value()));
          } else if (value instanceof Value.DoubleValue number) {
            typed(one, "DOUBLE", String.valueOf(number.value()));
          } else if (value instanceof Value.StringValue text) {
            typed(one, "STRING", text.value());
          } else if (value instanceof Value.JsonValue text) {
            typed(one, "JSON", text.text());
          }
          json.add(key, one);
        });
    return json;
  }

  private static void typed(JsonObject json, String type, String value) {
    json.addProperty("type", type);
    json.addProperty("value", value);
  }
}
