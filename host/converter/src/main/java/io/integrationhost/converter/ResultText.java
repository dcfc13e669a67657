package io.integrationhost.converter;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.List;

/** A result that the script's language wrote as text. */
record ResultText(String text, List<String> console) implements ScriptResult {

  ResultText(String text) {
    this(text, List.of());
  }

  @Override
  public JsonElement tree() {
    try {
      return JsonParser.parseString(text);
    } catch (JsonParseException e) {
      throw ScriptFailure.result("The converter's result is not valid JSON: " + e.getMessage());
    }
  }
}
