package io.integrationhost.converter;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

/** Reads plain fields of a result as Gson would, with errors that a tenant understands. */
record Fields(JsonObject json) {
  private static final int MAX_SHOWN = 500;

  /** A text, a number or boolean as written, or an array of exactly one of these. */
  String text(String key, String missing) {
    JsonElement value = json.get(key);
    if (value == null) {
      return missing;
    }
    try {
      return value.getAsString();
    } catch (UnsupportedOperationException | IllegalStateException e) {
      throw ScriptFailure.result(
          "The key '" + key + "' of the converter output must be a text, but is " + shown(value));
    }
  }

  /** Cut toward zero, to the low 64 bits; a text must be a plain whole number. */
  long number(String key) {
    JsonElement value = json.get(key);
    try {
      return value.getAsLong();
    } catch (UnsupportedOperationException | IllegalStateException | NumberFormatException e) {
      throw ScriptFailure.result(
          "The key '"
              + key
              + "' of the telemetry must be a time in milliseconds, but is "
              + shown(value));
    }
  }

  static JsonObject object(JsonElement element) {
    if (element.isJsonObject()) {
      return element.getAsJsonObject();
    }
    throw ScriptFailure.result("Not a JSON Object: " + shown(element));
  }

  static ScriptFailure unreadable(JsonElement element) {
    return ScriptFailure.result("Can't parse value: " + shown(element));
  }

  /** For an error's text. */
  static String shown(JsonElement element) {
    return shortened(element.toString());
  }

  static String shortened(String text) {
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
  }
}
