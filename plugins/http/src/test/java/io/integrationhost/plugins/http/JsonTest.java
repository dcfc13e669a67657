package io.integrationhost.plugins.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  private static String compact(String text) {
    return new String(Json.compact(text.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        " { } |{}",
        "[ ]|[]",
        "[ 1 , -0 , 1.50e+3 , true , false , null ]|[1,-0,1.50e+3,true,false,null]",
        "{ \"a\" : { \"b\" : [ ] } }|{\"a\":{\"b\":[]}}",
        "\"\\u00e4\\/\\u20ac\\ud83d\\ude00\"|\"ä/€😀\"",
        "\"\\\" \\\\ \\b\\f\\n\\r\\t\\u001f\"|\"\\\" \\\\ \\b\\f\\n\\r\\t\\u001F\"",
        "{\"a\":1,\"b\":2,\"\\u0061\":{\"c\":3,\"c\":4}}|{\"a\":{\"c\":4},\"b\":2}",
        "5 and more|5"
      })
  void isWrittenAgain(String text, String expected) {
    assertThat(compact(text)).isEqualTo(expected);
  }

  @Test
  void keysMayBeMany() {
    var text = new StringBuilder("{\"k0\":0");
    for (int i = 1; i < 200; i++) {
      text.append(",\"k").append(i).append("\":").append(i);
    }
    String all = text.append('}').toString();
    assertThat(compact(all)).isEqualTo(all);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "}",
        "[1,]",
        "{\"a\"}",
        "{\"a\":}",
        "{a:1}",
        "{'a':1}",
        "[1 2]",
        "01",
        "1.",
        ".5",
        "-",
        "1e",
        "+1",
        "tru",
        "nul",
        "NaN",
        "\"",
        "\"\\\"",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\\u12\"",
        "\"a\nb\"",
        "{\"a\":1,}",
        "[",
        "[[]"
      })
  void isNone(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> Json.compact(bytes)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Json.parse(bytes)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void isNotDeeperThanAStack() {
    assertThat(compact("[".repeat(500) + "]".repeat(500))).hasSize(1_000);
    for (String deep : new String[] {"[".repeat(100_000), "{\"a\":".repeat(100_000)}) {
      assertThatThrownBy(() -> compact(deep))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("nested");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16BE", "UTF-16LE", "UTF-16", "UTF-32BE", "UTF-32LE"})
  void comesInAnyEncodingOfUnicode(String charset) {
    assertThat(Json.compact("{ \"ä\": 1 }".getBytes(Charset.forName(charset))))
        .isEqualTo("{\"ä\":1}".getBytes(StandardCharsets.UTF_8));
    assertThat(compact("\uFEFF[1]")).isEqualTo("[1]");
    byte[] none = {'"', (byte) 0xC3, '"'};
    assertThatThrownBy(() -> Json.compact(none)).isInstanceOf(IllegalArgumentException.class);
  }

  /** Both ways of reading find the same, and what another reader finds. */
  @Test
  void bothReadersAgree() {
    var random = new Random(42);
    for (int i = 0; i < 2_000; i++) {
      byte[] text = Json.write(value(random, 4));
      byte[] spaced =
          new String(text, StandardCharsets.UTF_8)
              .replace(",", " , ")
              .getBytes(StandardCharsets.UTF_8);
      assertThat(Json.compact(text)).isEqualTo(Json.write(Json.parse(text)));
      assertThat(JsonParser.parseString(new String(Json.compact(spaced), StandardCharsets.UTF_8)))
          .isEqualTo(JsonParser.parseString(new String(spaced, StandardCharsets.UTF_8)));
      int at = random.nextInt(text.length);
      text[at] = (byte) random.nextInt(128);
      agree(text);
    }
  }

  private static void agree(byte[] text) {
    byte[] one = null;
    byte[] other = null;
    try {
      one = Json.compact(text);
    } catch (IllegalArgumentException isNone) {
      // The other one must find so, too.
    }
    try {
      other = Json.write(Json.parse(text));
    } catch (IllegalArgumentException isNone) {
      // As above.
    }
    assertThat(one).as(new String(text, StandardCharsets.UTF_8)).isEqualTo(other);
  }

  private static Object value(Random random, int depth) {
    int kind = random.nextInt(depth == 0 ? 4 : 6);
    return switch (kind) {
      case 0 -> random.nextInt();
      case 1 -> random.nextDouble();
      case 2 -> random.nextBoolean() ? null : random.nextBoolean();
      case 3 -> text(random);
      case 4 -> {
        var list = new java.util.ArrayList<Object>();
        for (int i = random.nextInt(4); i > 0; i--) {
          list.add(value(random, depth - 1));
        }
        yield list;
      }
      default -> {
        var map = new java.util.LinkedHashMap<String, Object>();
        for (int i = random.nextInt(5); i > 0; i--) {
          map.put(text(random), value(random, depth - 1));
        }
        yield map;
      }
    };
  }

  private static String text(Random random) {
    String letters = "ab\"\\/\n\t\u0001\u007fäß€x, :{}[]";
    var text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append(letters.charAt(random.nextInt(letters.length())));
    }
    return text.toString();
  }
}
