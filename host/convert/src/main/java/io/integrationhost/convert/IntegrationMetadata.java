package io.integrationhost.convert;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.LinkedHashMap;
import java.util.Map;

/** What an integration adds to the metadata of each message (facts 5.2). */
final class IntegrationMetadata {
  private IntegrationMetadata() {}

  /**
   * Its name, and the entries that the tenant configured.
   *
   * @param configuration the integration's JSON
   */
  static Map<String, String> of(String name, String configuration) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("integrationName", name);
    try {
      JsonElement json = JsonParser.parseString(configuration);
      if (json.isJsonObject() && json.getAsJsonObject().get("metadata") instanceof JsonObject own) {
        own.entrySet()
            .forEach(
                entry ->
                    metadata.put(
                        entry.getKey(),
                        entry.getValue().isJsonPrimitive()
                            ? entry.getValue().getAsString()
                            : entry.getValue().toString()));
      }
    } catch (JsonParseException e) {
      throw new InputException("The configuration of integration '" + name + "' is no JSON");
    }
    return metadata;
  }
}
