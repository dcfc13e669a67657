package io.integrationhost.convert;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.LinkedHashMap;
import java.util.Map;

/** Metadata that a user wrote as JSON. */
public final class MetadataText {
  private MetadataText() {}

  /**
   * Texts by key; other values as JSON text.
   *
   * @param where it was written, for messages
   */
  public static Map<String, String> parse(String text, String where) {
    Map<String, String> all = new LinkedHashMap<>();
    try {
      JsonElement json = JsonParser.parseString(text);
      if (json.isJsonObject()) {
        json.getAsJsonObject()
            .entrySet()
            .forEach(
                entry ->
                    all.put(
                        entry.getKey(),
                        entry.getValue().isJsonPrimitive()
                            ? entry.getValue().getAsString()
                            : entry.getValue().toString()));
        return all;
      }
    } catch (JsonParseException e) {
      throw new InputException(
          where + ": is no JSON; an object like {\"key\": \"text\"} is wanted");
    }
    throw new InputException(where + ": must be a JSON object like {\"key\": \"text\"}");
  }
}
