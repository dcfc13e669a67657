package io.integrationhost.converter;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.integrationhost.plugin.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/** Values of telemetry and attributes (facts 5.4). */
record ValueParser(ConverterLimits.Values settings) {

  /** In the given order; keys that are null are left out. */
  Map<String, Value> parse(JsonObject json) {
    Map<String, Value> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonElement> entry : json.entrySet()) {
      if (!entry.getValue().isJsonNull()) {
        values.put(entry.getKey(), value(entry.getKey(), entry.getValue()));
      }
    }
    return values;
  }

  private Value value(String key, JsonElement element) {
    if (!element.isJsonPrimitive()) {
      return Value.json(element.toString());
    }
    JsonPrimitive primitive = element.getAsJsonPrimitive();
    if (primitive.isBoolean()) {
      return Value.of(primitive.getAsBoolean());
    }
    String text = primitive.getAsString();
    return primitive.isNumber() ? number(key, text) : text(key, text);
  }

  /** A text, which may look like a number. */
  Value text(String key, String text) {
    int max = settings.maxStringLength();
    if (max > 0 && text.length() > max) {
      throw ScriptFailure.result(
          "String value length ["
              + text.length()
              + "] for key ["
              + key
              + "] is greater than maximum allowed ["
              + max
              + "]");
    }
    // A text with more digits than any number has is data in disguise: it stays as it is.
    boolean cast =
        settings.typeCast() && text.length() <= NumberText.MAX_DIGITS && isPlainNumber(text);
    return cast ? number(key, text) : Value.of(text);
  }

  /** A number as it was written. */
  Value number(String key, String text) {
    return new NumberText(key, text).value(settings.typeCast());
  }

  /** An optional minus, digits of any script, at most one point, not at the end. */
  private static boolean isPlainNumber(String text) {
    int start = text.startsWith("-") ? 1 : 0;
    if (text.length() == start || text.endsWith(".")) {
      return false;
    }
    int points = 0;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.') {
        points++;
      } else if (!Character.isDigit(c)) {
        return false;
      }
    }
    return points <= 1;
  }
}
