package io.integrationhost.converter;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.integrationhost.entity.EntityData;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Value;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Metadata that dedicated scripts of a public catalogue read; a README lies beside the vectors. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DedicatedFieldVectorsTest {
  private Converters converters;

  @BeforeAll
  void open() {
    converters = new Converters(ConverterLimits.defaults());
  }

  @AfterAll
  void close() {
    converters.close();
  }

  static Stream<Arguments> vectors() {
    return Vectors.read("field", "dedicated-metadata.json").stream()
        .map(vector -> Arguments.of(Vectors.text(vector, "name"), vector));
  }

  private Conversion<EntityData> convert(JsonObject converter, JsonElement payload) {
    ConverterDefinition definition =
        new ConverterDefinition(
            "id",
            Vectors.text(converter, "name"),
            converter.getAsJsonObject("configuration").toString(),
            Optional.of(Vectors.text(converter, "integrationType")),
            converter.get("converterVersion").getAsInt());
    try (UplinkConverter uplink = converters.engine().uplink(definition)) {
      return uplink
          .convert(payload.toString().getBytes(StandardCharsets.UTF_8), Map.of(), "device")
          .toCompletableFuture()
          .join();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("vectors")
  void vector(String name, JsonObject vector) {
    JsonObject expect = vector.getAsJsonObject("expect");
    Conversion<EntityData> conversion =
        convert(
            vector.getAsJsonObject("configuration").getAsJsonObject("converter"),
            vector.getAsJsonObject("input").get("payload"));
    if (expect.has("telemetry")) {
      assertThat(
              JsonParser.parseString(conversion.output().orElseThrow())
                  .getAsJsonObject()
                  .get("telemetry"))
          .isEqualTo(expect.get("telemetry"));
      return;
    }
    JsonArray entities = expect.getAsJsonArray("entities");
    List<EntityData> items = conversion.items();
    assertThat(items).as(name).hasSize(entities.size());
    for (int i = 0; i < items.size(); i++) {
      isAs(items.get(i), entities.get(i).getAsJsonObject());
    }
  }

  private static void isAs(EntityData item, JsonObject expected) {
    assertThat(item.name()).isEqualTo(Vectors.text(expected, "name"));
    if (expected.has("profile")) {
      assertThat(item.type()).isEqualTo(Vectors.text(expected, "profile"));
    }
    if (expected.has("ts")) {
      TimedValues instant = item.telemetry().orElseThrow().get(0);
      assertThat(instant.ts()).isEqualTo(expected.get("ts").getAsLong());
      JsonObject values = expected.getAsJsonObject("values");
      assertThat(instant.values().keySet()).isEqualTo(values.keySet());
      instant
          .values()
          .forEach(
              (key, value) -> assertThat(number(value)).isEqualTo(values.get(key).getAsDouble()));
    }
  }

  private static double number(Value value) {
    return value instanceof Value.LongValue whole
        ? whole.value()
        : ((Value.DoubleValue) value).value();
  }

  /** Java's own text would name a variable of the language's library. */
  @Test
  void nullIsToldInTheWordsOfScripts() {
    ConverterException failure =
        Converters.failure(
            converters.tbel("null", "foreach (g : metadata.gws) { g.x; } return [];"), "x");
    assertThat(failure.reason())
        .isEqualTo("a value is null where the script needs one, such as a list to go through");
  }
}
