package io.integrationhost.emulator.file;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.integrationhost.ground.Keys;
import java.util.Optional;

/** Takes JSON out of the file, where it stands as an object or as a text. */
final class JsonValues {
  private JsonValues() {}

  /** The value as JSON text: a text as it is, anything else rendered. */
  static String text(ConfigValue value) {
    return value.valueType() == ConfigValueType.STRING
        ? value.unwrapped().toString()
        : value.render(ConfigRenderOptions.concise());
  }

  /** A JSON object that stands under the key as an object or as its text. */
  static Optional<JsonObject> object(Keys section, String key) {
    return section
        .value(key)
        .flatMap(
            value -> {
              Optional<JsonObject> object = parse(text(value));
              if (object.isEmpty()) {
                section.problem(key, "is no JSON object", "write an object, or its JSON as a text");
              }
              return object;
            });
  }

  static Optional<JsonObject> parse(String text) {
    try {
      JsonElement element = JsonParser.parseString(text);
      return element.isJsonObject() ? Optional.of(element.getAsJsonObject()) : Optional.empty();
    } catch (JsonParseException e) {
      return Optional.empty();
    }
  }
}
