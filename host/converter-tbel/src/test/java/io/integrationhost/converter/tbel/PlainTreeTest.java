package io.integrationhost.converter.tbel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The short cut gives what the way over a text gives, or nothing. */
final class PlainTreeTest {
  private static final int ENOUGH = 100_000;

  static Stream<Object> plain() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("empty", "");
    map.put("quote \" and \\ and \u2028 and \ud800", "\u0000\n\"\ud83d\ude00\udc00");
    map.put("nothing", null);
    map.put("nested", List.of(Map.of("a", List.of(1, 2.5, true))));
    return Stream.of(
        map,
        List.of(),
        Map.of(),
        20.0,
        -0.0,
        1.0e-7,
        1.5e10,
        0.1 + 0.2,
        Integer.MIN_VALUE,
        Long.MAX_VALUE,
        false,
        "007");
  }

  @ParameterizedTest
  @MethodSource("plain")
  void isWhatTheTextGives(Object value) throws IOException {
    JsonElement tree = PlainTree.of(value, ENOUGH).orElseThrow();
    JsonElement read = JsonParser.parseString(text(value));
    assertThat(tree).hasToString(read.toString());
    if (value instanceof Number) {
      assertThat(tree.getAsString()).isEqualTo(read.getAsString());
      assertThat(tree.getAsLong()).isEqualTo(read.getAsLong());
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e19, -1e300, 9.1e15, Double.NaN, Double.POSITIVE_INFINITY})
  void leavesFractionsThatTheTextReadsDifferently(double value) {
    assertThat(PlainTree.of(value, ENOUGH)).isEmpty();
  }

  @Test
  void leavesWhatIsNotPlain() {
    assertThat(PlainTree.of(new BigDecimal("1.5"), ENOUGH)).isEmpty();
    assertThat(PlainTree.of(List.of(1.5f), ENOUGH)).isEmpty();
    assertThat(PlainTree.of(Map.of(1, "a"), ENOUGH)).isEmpty();
    assertThat(PlainTree.of(new byte[] {1}, ENOUGH)).isEmpty();
  }

  @Test
  void leavesWhatMightBeTooLong() {
    assertThat(PlainTree.of("x".repeat(100), 600)).isEmpty();
    List<Object> itself = new ArrayList<>();
    itself.add(itself);
    assertThat(PlainTree.of(itself, ENOUGH)).isEmpty();
    Object shared = "x".repeat(100);
    for (int i = 0; i < 18; i++) {
      shared = List.of(shared, shared);
    }
    assertThat(PlainTree.of(shared, ENOUGH)).isEqualTo(Optional.empty());
  }

  private static String text(Object value) throws IOException {
    StringWriter text = new StringWriter();
    JsonWriting.withNumbers(text).write(value);
    return text.toString();
  }
}
