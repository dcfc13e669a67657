package io.integrationhost.converter;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** The shared vectors; a README lies beside them. */
final class Vectors {
  private Vectors() {}

  static List<JsonObject> read(String file) {
    return read("converter", file);
  }

  static List<JsonObject> read(String folder, String file) {
    try (Reader reader =
        new InputStreamReader(
            Vectors.class.getResourceAsStream("/vectors/" + folder + "/" + file),
            StandardCharsets.UTF_8)) {
      return StreamSupport.stream(
              JsonParser.parseReader(reader).getAsJsonArray().spliterator(), false)
          .map(element -> element.getAsJsonObject())
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException("The vectors " + file + " cannot be read", e);
    }
  }

  static boolean isAdvisory(JsonObject vector) {
    return vector.has("advisory") && vector.get("advisory").getAsBoolean();
  }

  static String text(JsonObject vector, String key) {
    return vector.get(key).getAsString();
  }

  /** Whether an error's text is what the vector expects. */
  static Map<String, String> texts(JsonObject vector, String key) {
    Map<String, String> texts = new LinkedHashMap<>();
    vector
        .getAsJsonObject(key)
        .entrySet()
        .forEach(entry -> texts.put(entry.getKey(), entry.getValue().getAsString()));
    return texts;
  }

  static void checkError(JsonObject vector, String message) {
    String expected = text(vector, "error");
    switch (text(vector, "errorMatch")) {
      case "equals" -> assertThat(message).isEqualTo(expected);
      case "startsWith" -> assertThat(message).startsWith(expected);
      case "contains" -> assertThat(message).contains(expected);
      default -> assertThat(message).isNotBlank();
    }
  }
}
