package io.integrationhost.convert.cases;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JsonDifferenceTest {

  private static final long NOW = 1_700_000_000_000L;

  private static List<String> compare(String expected, String actual, boolean exact) {
    return new JsonDifference(NOW, exact)
        .of(JsonParser.parseString(expected), JsonParser.parseString(actual));
  }

  @Test
  void theOrderOfKeysDoesNotCount() {
    assertThat(compare("{\"a\": 1, \"b\": [1, 2]}", "{\"b\": [1, 2], \"a\": 1}", true)).isEmpty();
    assertThat(compare("[1, 2]", "[2, 1]", true)).hasSize(2);
  }

  @Test
  void numbersAreComparedAsTheyTravel() {
    assertThat(compare("20", "20.0", true))
        .containsExactly("result: expected 20 (LONG), got 20.0 (DOUBLE)");
    assertThat(compare("1000", "1e3", true)).isEmpty();
    assertThat(compare("20.50", "20.5", true)).isEmpty();
    assertThat(compare("20", "20.0", false)).isEmpty();
    assertThat(compare("20", "21", false)).hasSize(1);
    assertThat(compare("\"20\"", "20", true)).hasSize(1);
  }

  @Test
  void nowIsWithinAMinute() {
    assertThat(compare("{\"ts\": \"now\"}", "{\"ts\": 1700000059000}", true)).isEmpty();
    assertThat(compare("{\"ts\": \"now\"}", "{\"ts\": 1700000061000}", true))
        .containsExactly("ts: expected \"now\", got 1700000061000 (LONG)");
    assertThat(compare("\"now\"", "\"now\"", true)).isEmpty();
  }

  @Test
  void namesEachPlace() {
    assertThat(compare("{\"a\": [{\"b\": null}, 2]}", "{\"a\": [{\"c\": true}]}", true))
        .containsExactly(
            "a[0].b: missing, expected null",
            "a[0].c: not expected: true",
            "a[1]: missing, expected 2 (LONG)");
    assertThat(compare("[]", "[1]", true)).containsExactly("[0]: not expected: 1 (LONG)");
  }
}
