package io.integrationhost.converter.dedicated;

import com.google.gson.JsonElement;
import java.util.List;
import java.util.Optional;

/** A place inside of JSON objects: their keys, with points between. */
record JsonPath(String text, List<String> keys) {

  static JsonPath of(String text) {
    return new JsonPath(text, List.of(text.split("\\.")));
  }

  /** What is there; null counts as nothing. */
  Optional<JsonElement> find(JsonElement root) {
    JsonElement at = root;
    for (String key : keys) {
      at = at.isJsonObject() ? at.getAsJsonObject().get(key) : null;
      if (at == null || at.isJsonNull()) {
        return Optional.empty();
      }
    }
    return Optional.of(at);
  }

  @Override
  public String toString() {
    return text;
  }
}
