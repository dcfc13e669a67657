package io.integrationhost.converter;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Set;

/**
 * Adds metadata to what a dedicated script returned (facts 5.6). What the script set itself stays,
 * null included; what is no telemetry at all is left to the parser to refuse. Changes the results
 * that it is given.
 */
record DedicatedKeys(JsonObject metadata) {

  /** Into the flat object, into {@code values}, or as one more element of an array. */
  void addTelemetry(JsonObject result, Set<String> keys) {
    JsonElement telemetry = result.get("telemetry");
    if (telemetry != null && telemetry.isJsonArray()) {
      addTo(telemetry.getAsJsonArray(), keys);
    } else if (telemetry != null && telemetry.isJsonObject()) {
      addTo(values(telemetry.getAsJsonObject()), keys);
    } else if (telemetry == null) {
      addNew(result, "telemetry", keys);
    }
  }

  void addAttributes(JsonObject result, Set<String> keys) {
    JsonElement attributes = result.get("attributes");
    if (attributes != null && attributes.isJsonObject()) {
      addTo(attributes.getAsJsonObject(), keys);
    } else if (attributes == null) {
      addNew(result, "attributes", keys);
    }
  }

  private void addTo(JsonArray elements, Set<String> keys) {
    JsonObject added = new JsonObject();
    addTo(added, keys);
    for (JsonElement element : elements) {
      if (element.isJsonObject()) {
        values(element.getAsJsonObject()).keySet().forEach(added::remove);
      }
    }
    if (!added.isEmpty()) {
      elements.add(added);
    }
  }

  private void addNew(JsonObject result, String key, Set<String> keys) {
    JsonObject added = new JsonObject();
    addTo(added, keys);
    if (!added.isEmpty()) {
      result.add(key, added);
    }
  }

  private void addTo(JsonObject values, Set<String> keys) {
    for (String key : keys) {
      JsonElement value = metadata.get(key);
      if (value != null && !value.isJsonNull() && !values.has(key)) {
        values.add(key, value);
      }
    }
  }

  /** Where the keys of a telemetry object are: facts 5.4. */
  private static JsonObject values(JsonObject telemetry) {
    return telemetry.has("ts") && telemetry.get("values") instanceof JsonObject values
        ? values
        : telemetry;
  }
}
