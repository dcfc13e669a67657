package io.integrationhost.converter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every script of the shared TBEL vectors has exactly its recorded result. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TbelVectorsTest {
  private static final int FIRST_JAVA_WITH_NEW_TEXTS = 20;

  private final Locale localeBefore = Locale.getDefault();
  private final TimeZone zoneBefore = TimeZone.getDefault();

  @BeforeAll
  void asRecorded() {
    Locale.setDefault(Locale.US);
  }

  @AfterAll
  void restore() {
    Locale.setDefault(localeBefore);
    TimeZone.setDefault(zoneBefore);
  }

  static Stream<Arguments> vectors() throws IOException {
    return TbelVectors.files().stream()
        .flatMap(file -> Vectors.read("tbel", file).stream())
        .map(vector -> Arguments.of(Vectors.text(vector, "name"), vector));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("vectors")
  void vector(String name, JsonObject vector) throws IOException {
    TimeZone.setDefault(
        vector.has("zone") ? TimeZone.getTimeZone(Vectors.text(vector, "zone")) : zoneBefore);
    if (vector.has("error")) {
      ScriptFailure failure =
          catchThrowableOfType(ScriptFailure.class, () -> TbelVectors.run(vector));
      assertThat(failure).as(name).isNotNull();
      assertThat(failure.getMessage()).isNotBlank().contains(Vectors.text(vector, "error"));
      return;
    }
    Object result = TbelVectors.run(vector);
    TbelVectors.assertSame(TbelVectors.json(result), expected(vector));
    if (vector.has("type") && expected(vector).equals(vector.get("expect"))) {
      assertThat(TbelTypes.name(result)).isEqualTo(Vectors.text(vector, "type"));
    }
    if (vector.has("elements")) {
      assertThat(TbelTypes.elements(result)).isEqualTo(Vectors.text(vector, "elements"));
    }
  }

  private static JsonElement expected(JsonObject vector) {
    boolean newTexts = Runtime.version().feature() >= FIRST_JAVA_WITH_NEW_TEXTS;
    return vector.get(newTexts && vector.has("expectJdk25") ? "expectJdk25" : "expect");
  }

  @Test
  void allAreThere() throws IOException {
    List<String> files = TbelVectors.files();
    assertThat(files).hasSize(28);
    assertThat(files.stream().mapToInt(file -> Vectors.read("tbel", file).size()).sum())
        .isEqualTo(889);
  }
}
