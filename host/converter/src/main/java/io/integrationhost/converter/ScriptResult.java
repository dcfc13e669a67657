package io.integrationhost.converter;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

/**
 * What a script returned, as JSON.
 *
 * @param text as the script's language writes it
 */
record ScriptResult(String text) {

  /**
   * @throws ScriptFailure when the text is no JSON, as a TBEL script may return any text
   */
  JsonElement tree() {
    try {
      return JsonParser.parseString(text);
    } catch (JsonParseException e) {
      throw ScriptFailure.result("The converter's result is not valid JSON: " + e.getMessage());
    }
  }
}
