package io.integrationhost.converter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.integrationhost.converter.ConverterException.Kind;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every decoder returns exactly the text that two other engines returned. */
final class ScriptVectorsTest {
  private static final JavaScript LANGUAGE = new JavaScript(ConverterLimits.defaults().sizes());

  @AfterAll
  static void close() {
    LANGUAGE.close();
  }

  @TestFactory
  Stream<DynamicTest> decoders() {
    return Vectors.read("scripts-js.json").stream()
        .filter(vector -> vector.has("decoder") && !Vectors.isAdvisory(vector))
        .map(vector -> DynamicTest.dynamicTest(Vectors.text(vector, "name"), () -> check(vector)));
  }

  private static void check(JsonObject vector) {
    if (vector.has("error")) {
      checkError(vector);
      return;
    }
    JsonElement expected = vector.get("expectText");
    assertThat(run(vector)).isEqualTo(expected.isJsonNull() ? null : expected.getAsString());
  }

  private static void checkError(JsonObject vector) {
    ScriptFailure failure = catchThrowableOfType(ScriptFailure.class, () -> run(vector));
    assertThat(failure).isNotNull();
    assertThat(failure.kind())
        .isEqualTo(
            switch (Vectors.text(vector, "stage")) {
              case "validate" -> Kind.CONFIGURATION;
              case "compile" -> Kind.COMPILE;
              case "run" -> Kind.SCRIPT;
              default -> throw new AssertionError("unknown stage of " + vector);
            });
    Vectors.checkError(vector, failure.getMessage());
  }

  private static String run(JsonObject vector) {
    Map<String, String> metadata = new LinkedHashMap<>();
    vector
        .getAsJsonObject("metadata")
        .entrySet()
        .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().getAsString()));
    byte[] payload = HexFormat.of().parseHex(Vectors.text(vector, "payloadHex"));
    ScriptLanguage.Realm realm =
        LANGUAGE.script(Vectors.text(vector, "decoder"), Direction.UPLINK).open();
    try {
      ScriptResult result = realm.call(UplinkArguments.of(payload, metadata));
      return result == null ? null : result.text();
    } finally {
      realm.close();
    }
  }
}
