package io.integrationhost.converter;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.integrationhost.entity.EntityData;
import io.integrationhost.plugin.Value;
import java.util.Map;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Scripts of public files that went wrong once; a README lies beside the vectors. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FieldVectorsTest {
  /**
   * Wishes that we decide against, with the reason: {@code Buffer} belongs to Node.js, ThingsBoard
   * does not have it either, and a script that used it would only run here.
   */
  private static final Map<String, String> DECIDED_AGAINST =
      Map.of("globals/buffer-from-hex", "ReferenceError: Buffer is not defined");

  private final TimeZone zoneBefore = TimeZone.getDefault();
  private Converters converters;

  @BeforeAll
  void open() {
    converters = new Converters(ConverterLimits.defaults());
  }

  @AfterAll
  void close() {
    TimeZone.setDefault(zoneBefore);
    converters.close();
  }

  static Stream<Arguments> vectors() {
    return Stream.of("tbel-date", "js-power", "js-globals", "error-place")
        .flatMap(file -> Vectors.read("field", file + ".json").stream())
        .map(vector -> Arguments.of(Vectors.text(vector, "name"), vector));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("vectors")
  void vector(String name, JsonObject vector) {
    JsonObject configuration = vector.getAsJsonObject("configuration");
    JsonObject input = vector.getAsJsonObject("input");
    JsonObject expect = vector.getAsJsonObject("expect");
    if (configuration.has("zone")) {
      TimeZone.setDefault(TimeZone.getTimeZone(Vectors.text(configuration, "zone")));
    }
    String script = Vectors.text(input, "script");
    String payload = Vectors.text(input, "payload");
    boolean tbel = Vectors.text(configuration, "lang").equals("TBEL");
    try (UplinkConverter converter =
        tbel ? converters.tbel(name, script) : converters.script(name, script)) {
      if (DECIDED_AGAINST.containsKey(name)) {
        assertThat(Converters.failure(converter, payload).reason())
            .startsWith(DECIDED_AGAINST.get(name));
      } else if (expect.has("errorLine")) {
        assertThat(Converters.failure(converter, payload).place().orElseThrow().line())
            .isEqualTo(expect.get("errorLine").getAsInt());
      } else {
        EntityData item = Converters.convert(converter, payload).get(0);
        if (expect.has("telemetry")) {
          isAs(item.telemetry().orElseThrow().get(0).values(), expect.getAsJsonObject("telemetry"));
        }
        if (expect.has("attributes")) {
          isAs(item.attributes().orElseThrow(), expect.getAsJsonObject("attributes"));
        }
      }
    }
  }

  private static void isAs(Map<String, Value> actual, JsonObject expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    actual.forEach(
        (key, value) -> assertThat(text(value)).isEqualTo(expected.get(key).getAsString()));
  }

  private static String text(Value value) {
    if (value instanceof Value.StringValue text) {
      return text.value();
    } else if (value instanceof Value.LongValue number) {
      return String.valueOf(number.value());
    }
    return String.valueOf(((Value.BooleanValue) value).value());
  }
}
