package io.integrationhost.converter;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.integrationhost.converter.ConverterException.Kind;
import java.util.LinkedHashSet;
import java.util.Set;

/** The part of a converter's configuration that one direction needs (facts 5.1). */
record ConverterConfiguration(String language, String script, Set<String> updateOnlyKeys) {

  static ConverterConfiguration parse(JsonObject root, Direction direction) {
    String language = text(root, "scriptLang", "JS");
    if (!language.equals("JS") && !language.equals("TBEL")) {
      throw unusable(
          "Unknown script language '"
              + language
              + "' under the key 'scriptLang'; it must be JS or TBEL");
    }
    String key = direction.key(language);
    String script = text(root, key, null);
    if (script == null) {
      throw unusable(
          "There is no script: the converter's configuration needs the key '"
              + key
              + "' with the "
              + direction
              + " script in "
              + language);
    }
    return new ConverterConfiguration(language, script, keys(root, "updateOnlyKeys"));
  }

  /**
   * @throws ScriptFailure when the text is no JSON object
   */
  static JsonObject object(String json) {
    try {
      JsonElement root = JsonParser.parseString(json);
      if (root.isJsonObject()) {
        return root.getAsJsonObject();
      }
    } catch (JsonParseException e) {
      throw unusable("The converter's configuration is not valid JSON: " + e.getMessage());
    }
    throw unusable("The converter's configuration must be a JSON object");
  }

  static String text(JsonObject root, String key, String missing) {
    JsonElement value = root.get(key);
    if (value == null || value.isJsonNull()) {
      return missing;
    }
    if (value.isJsonPrimitive()) {
      return value.getAsString();
    }
    throw unusable("The key '" + key + "' of the converter's configuration must be a text");
  }

  /** An array of key names; empty when there is none. */
  static Set<String> keys(JsonObject root, String name) {
    Set<String> keys = new LinkedHashSet<>();
    JsonElement value = root.get(name);
    if (value == null || value.isJsonNull()) {
      return keys;
    }
    if (!value.isJsonArray()) {
      throw unusable(
          "The key '" + name + "' of the converter's configuration must be an array of key names");
    }
    for (JsonElement key : value.getAsJsonArray()) {
      if (!key.isJsonPrimitive()) {
        throw unusable("'" + name + "' must hold key names only, but holds " + key);
      }
      keys.add(key.getAsString());
    }
    return keys;
  }

  private static ScriptFailure unusable(String message) {
    return new ScriptFailure(Kind.CONFIGURATION, message);
  }
}
