package io.integrationhost.converter;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.integrationhost.converter.tbel.Json;
import io.integrationhost.converter.tbel.JsonWriting;
import io.integrationhost.converter.tbel.ScriptLists;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs a vector and compares its result, numbers with their kind. */
final class TbelVectors {
  private static final long MEMORY = 8L << 20;

  private TbelVectors() {}

  static List<String> files() {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/vectors/tbel"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Object run(JsonObject vector) throws IOException {
    TbelContext context = new TbelContext(MEMORY);
    Map<String, Object> arguments = new HashMap<>();
    for (Map.Entry<String, JsonElement> entry : vector.getAsJsonObject("args").entrySet()) {
      Object value =
          entry.getKey().equals("payload")
              ? ScriptLists.of(context, HexFormat.of().parseHex(entry.getValue().getAsString()))
              : Json.parse(context, entry.getValue().toString());
      arguments.put(entry.getKey(), value);
    }
    return new TbelProgram(Vectors.text(vector, "script")).run(context, arguments);
  }

  static JsonElement json(Object result) throws IOException {
    StringWriter text = new StringWriter();
    JsonWriting.withNumbers(text).write(result);
    return JsonParser.parseString(text.toString());
  }

  static void assertSame(JsonElement actual, JsonElement expected) {
    String shown = actual + " for " + expected;
    if (expected.isJsonObject()) {
      assertThat(actual.isJsonObject()).as(shown).isTrue();
      JsonObject object = actual.getAsJsonObject();
      assertThat(object.keySet()).containsExactlyElementsOf(expected.getAsJsonObject().keySet());
      expected
          .getAsJsonObject()
          .entrySet()
          .forEach(entry -> assertSame(object.get(entry.getKey()), entry.getValue()));
    } else if (expected.isJsonArray()) {
      assertThat(actual.isJsonArray()).as(shown).isTrue();
      JsonArray array = actual.getAsJsonArray();
      assertThat(array.size()).as(shown).isEqualTo(expected.getAsJsonArray().size());
      for (int i = 0; i < array.size(); i++) {
        assertSame(array.get(i), expected.getAsJsonArray().get(i));
      }
    } else if (isNumber(expected) && isNumber(actual) && isFraction(expected)) {
      assertThat(isFraction(actual)).as(shown).isTrue();
      assertThat(actual.getAsDouble()).isEqualTo(expected.getAsDouble());
    } else {
      assertThat(actual).isEqualTo(expected);
      assertThat(isNumber(actual) && isFraction(actual)).as(shown).isFalse();
    }
  }

  private static boolean isNumber(JsonElement json) {
    return json.isJsonPrimitive() && json.getAsJsonPrimitive().isNumber();
  }

  private static boolean isFraction(JsonElement number) {
    return number.getAsString().matches(".*[.eE].*");
  }
}
