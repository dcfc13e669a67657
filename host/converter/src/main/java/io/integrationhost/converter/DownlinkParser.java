package io.integrationhost.converter;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
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
      throw ScriptFailure.result("Invalid Downlink json type: " + element);
    }
    JsonObject json = element.getAsJsonObject();
    ContentType type = contentType(json);
    return new DownlinkData(type, data(json, type), metadata(json));
  }

  private static ContentType contentType(JsonObject json) {
    if (!json.has("contentType")) {
      throw ScriptFailure.result("Downlink content type is not set!");
    }
    String name = new Fields(json).text("contentType", "");
    for (ContentType type : ContentType.values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    throw ScriptFailure.result("Unknown downlink content type " + name);
  }

  private static byte[] data(JsonObject json, ContentType type) {
    JsonElement data = json.get("data");
    if (data == null) {
      throw ScriptFailure.result("Downlink data is not set!");
    }
    String text = data.isJsonPrimitive() ? data.getAsString() : "";
    return type == ContentType.BINARY
        ? Base64.getDecoder().decode(text)
        : text.getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, String> metadata(JsonObject json) {
    Map<String, String> metadata = new LinkedHashMap<>();
    JsonElement given = json.get("metadata");
    if (given == null) {
      return metadata;
    }
    if (!given.isJsonObject()) {
      throw ScriptFailure.result("Invalid downlink metadata format!");
    }
    given
        .getAsJsonObject()
        .entrySet()
        .forEach(
            entry -> {
              if (!(entry.getValue() instanceof JsonPrimitive value)) {
                throw ScriptFailure.result("Invalid downlink metadata value format!");
              }
              metadata.put(entry.getKey(), value.getAsString());
            });
    return metadata;
  }
}
