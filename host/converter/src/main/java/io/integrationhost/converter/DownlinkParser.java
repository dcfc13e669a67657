package io.integrationhost.converter;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.integrationhost.plugin.ContentType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** From the JSON that a downlink script returned to what is sent (facts 5.7). */
final class DownlinkParser {
  private DownlinkParser() {}

  /**
   * @param result null when the script returned nothing
   * @throws ScriptFailure when the result breaks the rules
   */
  static List<DownlinkData> parse(ScriptResult result) {
    if (result == null) {
      return List.of();
    }
    JsonElement root = result.tree();
    if (root.isJsonObject()) {
      return List.of(downlink(root));
    }
    if (!root.isJsonArray()) {
      return List.of();
    }
    List<DownlinkData> downlinks = new ArrayList<>(root.getAsJsonArray().size());
    for (JsonElement element : root.getAsJsonArray()) {
      downlinks.add(downlink(element));
    }
    return downlinks;
  }

  private static DownlinkData downlink(JsonElement element) {
    if (!element.isJsonObject()) {
      throw ScriptFailure.result("Invalid Downlink json type: " + Fields.shown(element));
    }
    JsonObject json = element.getAsJsonObject();
    ContentType type = contentType(json);
    return new DownlinkData(type, data(json, type), metadata(json));
  }

  private static ContentType contentType(JsonObject json) {
    JsonElement given = json.get("contentType");
    if (isMissing(given)) {
      throw ScriptFailure.result("Downlink content type is not set!");
    }
    String name = given.isJsonPrimitive() ? given.getAsString() : Fields.shown(given);
    for (ContentType type : ContentType.values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    throw ScriptFailure.result("Unknown downlink content type " + Fields.shortened(name));
  }

  private static byte[] data(JsonObject json, ContentType type) {
    JsonElement data = json.get("data");
    if (isMissing(data)) {
      throw ScriptFailure.result("Downlink data is not set!");
    }
    // ThingsBoard sends an empty text for an object: scripts have to write JSON themselves.
    String text = data.isJsonPrimitive() ? data.getAsString() : "";
    return type == ContentType.BINARY ? bytes(text) : text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw ScriptFailure.result(
          "The 'data' of a BINARY downlink must be Base64: "
              + e.getMessage()
              + "; encode it with btoa, or in TBEL with bytesToBase64");
    }
  }

  /** A null would reach the device as a text, which nobody means. */
  private static boolean isMissing(JsonElement value) {
    return value == null || value.isJsonNull();
  }

  private static Map<String, String> metadata(JsonObject json) {
    JsonElement given = json.get("metadata");
    if (given == null) {
      return Map.of();
    }
    if (!given.isJsonObject()) {
      throw ScriptFailure.result("Invalid downlink metadata format!");
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    for (Map.Entry<String, JsonElement> entry : given.getAsJsonObject().entrySet()) {
      if (!entry.getValue().isJsonPrimitive()) {
        throw ScriptFailure.result("Invalid downlink metadata value format!");
      }
      metadata.put(entry.getKey(), entry.getValue().getAsString());
    }
    return metadata;
  }
}
