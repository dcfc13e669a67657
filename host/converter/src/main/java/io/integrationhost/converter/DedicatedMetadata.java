package io.integrationhost.converter;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Metadata whose values keep the type that the network server gave them. */
final class DedicatedMetadata {
  private DedicatedMetadata() {}

  /** The tenant's own values win over those of the message. */
  static JsonObject join(JsonObject unwrapped, Map<String, String> given) {
    given.forEach(
        (key, value) ->
            unwrapped.add(key, value == null ? JsonNull.INSTANCE : new JsonPrimitive(value)));
    return unwrapped;
  }

  /** A text as it is, all else as JSON. */
  static String text(JsonElement value) {
    return value instanceof JsonPrimitive primitive && primitive.isString()
        ? primitive.getAsString()
        : value.toString();
  }

  /** All as texts; null stays null. */
  static Map<String, String> texts(JsonObject metadata) {
    Map<String, String> texts = new LinkedHashMap<>();
    metadata
        .entrySet()
        .forEach(
            each ->
                texts.put(
                    each.getKey(), each.getValue().isJsonNull() ? null : text(each.getValue())));
    return Collections.unmodifiableMap(texts);
  }
}
