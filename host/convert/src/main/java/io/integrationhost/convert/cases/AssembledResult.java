package io.integrationhost.convert.cases;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.integrationhost.convert.Attempt;
import io.integrationhost.convert.TriedConverter;
import io.integrationhost.converter.dedicated.Platform;
import io.integrationhost.converter.dedicated.UnwrapException;
import io.integrationhost.entity.EntityData;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Value;
import java.util.List;
import java.util.Map;

/**
 * What ThingsBoard makes of a dedicated converter's result (facts 5.6): the objects that the script
 * returned, with the names of the entity and with the metadata that the configuration adds.
 *
 * @param metadata with the types that they have in the message: an item has those that travel
 */
record AssembledResult(JsonObject metadata) {

  /** Of a conversion; one object when the script returned one. */
  static JsonElement of(JsonElement returned, TriedConverter converter, Attempt attempt) {
    JsonObject metadata = new JsonObject();
    converter
        .definition()
        .integrationType()
        .flatMap(Platform::of)
        .ifPresent(platform -> addAll(metadata, unwrapped(platform, attempt)));
    attempt.outcome().metadata().keySet().stream()
        .filter(key -> !metadata.has(key) || attempt.message().metadata().containsKey(key))
        .forEach(key -> metadata.addProperty(key, attempt.outcome().metadata().get(key)));
    return new AssembledResult(metadata).of(returned, attempt.outcome().items());
  }

  private static void addAll(JsonObject to, JsonObject from) {
    from.entrySet().forEach(entry -> to.add(entry.getKey(), entry.getValue()));
  }

  private static JsonObject unwrapped(Platform platform, Attempt attempt) {
    try {
      return platform.unwrap(attempt.message().payload().bytes(), 0).metadata();
    } catch (UnwrapException e) {
      return new JsonObject();
    }
  }

  private JsonElement of(JsonElement returned, List<EntityData> items) {
    if (returned instanceof JsonObject one && items.size() == 1) {
      return entity(one, items.get(0));
    }
    if (!(returned instanceof JsonArray all) || all.size() != items.size()) {
      return returned;
    }
    JsonArray entities = new JsonArray();
    for (int i = 0; i < items.size(); i++) {
      entities.add(entity(all.get(i).getAsJsonObject(), items.get(i)));
    }
    return entities;
  }

  private JsonObject entity(JsonObject returned, EntityData item) {
    JsonObject entity = new JsonObject();
    entity.addProperty("entityType", item.kind().name());
    entity.addProperty("name", item.name());
    entity.addProperty("profile", item.type());
    add(entity, "label", item.label());
    add(entity, "customer", item.customerName());
    add(entity, "group", item.groupName());
    item.telemetry()
        .ifPresent(all -> entity.add("telemetry", telemetry(returned.get("telemetry"), all)));
    item.attributes()
        .ifPresent(all -> entity.add("attributes", values(returned.get("attributes"), all)));
    return entity;
  }

  private static void add(JsonObject entity, String key, String text) {
    if (!text.isEmpty()) {
      entity.addProperty(key, text);
    }
  }

  private JsonElement telemetry(JsonElement returned, List<TimedValues> all) {
    if (!(returned instanceof JsonArray instants)) {
      return all.size() == 1 ? instant(returned, all.get(0)) : returned;
    }
    JsonArray complete = new JsonArray();
    for (int i = 0; i < all.size(); i++) {
      complete.add(instant(i < instants.size() ? instants.get(i) : null, all.get(i)));
    }
    return complete;
  }

  /** In the form in which the script wrote it, with a time or without. */
  private JsonElement instant(JsonElement returned, TimedValues instant) {
    if (returned instanceof JsonObject timed && timed.has("ts") && timed.has("values")) {
      JsonObject complete = new JsonObject();
      complete.add("ts", timed.get("ts"));
      complete.add("values", values(timed.get("values"), instant.values()));
      return complete;
    }
    return values(returned, instant.values());
  }

  private JsonObject values(JsonElement returned, Map<String, Value> all) {
    JsonObject complete =
        returned instanceof JsonObject object ? object.deepCopy() : new JsonObject();
    all.forEach(
        (key, value) -> {
          if (!complete.has(key)) {
            complete.add(key, metadata.has(key) ? metadata.get(key) : json(value));
          }
        });
    return complete;
  }

  private static JsonElement json(Value value) {
    if (value instanceof Value.LongValue number) {
      return new JsonPrimitive(number.value());
    } else if (value instanceof Value.DoubleValue number) {
      return new JsonPrimitive(number.value());
    } else if (value instanceof Value.BooleanValue flag) {
      return new JsonPrimitive(flag.value());
    } else if (value instanceof Value.JsonValue json) {
      return JsonParser.parseString(json.text());
    }
    return new JsonPrimitive(((Value.StringValue) value).value());
  }
}
