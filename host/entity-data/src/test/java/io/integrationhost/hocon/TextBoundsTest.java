package io.integrationhost.hocon;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TextBoundsTest {

  private static Optional<ParseProblem> look(String text) {
    return TextBounds.ofTenant(text, ConfigSyntax.CONF);
  }

  private static String nested(int levels) {
    return "{\"x\": " + "[".repeat(levels) + "]".repeat(levels) + "}";
  }

  @Test
  void deepNestingIsFoundWithItsLine() {
    assertThat(look(nested(TextBounds.MOST_LEVELS - 1))).isEmpty();
    assertThat(look("{\n\"a\": 1,\n" + nested(1_000).substring(1)))
        .hasValueSatisfying(
            problem -> {
              assertThat(problem.line()).isEqualTo(3);
              assertThat(problem.message()).contains("nested more than 100 levels");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.a",
        "\"a\".\"a\"",
        "# \"\na.a",
        "// a \"quote\na.a",
        "b = \"a\\\"\"\na.a",
        "b = \"\"\"one \" two\"\"\"\na.a"
      })
  void alsoBehindWhatOnlyLooksLikeAText(String beginning) {
    assertThat(look(beginning + ".a".repeat(20_000) + " = 1")).isPresent();
  }

  /** Quotes behind three of them end no text and begin none. */
  @ParameterizedTest
  @ValueSource(strings = {"a = \"\"\"x\"\"\"\"", "a = \"\"\"\"\"\"\"", "\"\"\"\"\"\"\"\"\""})
  void alsoBehindMoreQuotesThanThree(String beginning) {
    assertThat(look(beginning + "[".repeat(3_000))).isPresent();
  }

  /** A parser that stops at a mistake in a text has read what follows. */
  @ParameterizedTest
  @ValueSource(
      strings = {"\"a\r", "\"\u0085", "\"\t", "\"\\q", "\"\\u00", "{\"a\": \"\\ ", "$#", "$\""})
  void substitutionsAreCountedBehindAMistakeInAText(String beginning) {
    assertThat(look(beginning + "${".repeat(3_000))).isPresent();
  }

  /** JSON has none: a parser that stops at one has read what follows, or even goes on. */
  @ParameterizedTest
  @ValueSource(strings = {"// ", "# ", "{\"a\": 1} ////", "${ // \"\n"})
  void whatWouldBeACommentIsCountedInJson(String beginning) {
    String text = beginning + "${".repeat(3_000);
    assertThat(TextBounds.ofTenant(text, ConfigSyntax.JSON)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"script\": \"[[[[[[[[[[\"}",
        "# [[[[[[[[[[\n{\"a\": 1}",
        "a = \"\"\"{{{{{{{{{{\"\"\"",
        "a: 1.2.3.4, b: 1.2.3.4, c: 1.2.3.4"
      })
  void textsAndCommentsAreNotCounted(String text) {
    assertThat(look(text.replace("[", "[".repeat(50)).replace("{{", "{".repeat(50)))).isEmpty();
  }

  @Test
  void aTextThatIsTooLongIsRefusedUnread() {
    String text = "x".repeat((1 << 20) + 1);
    assertThat(look(text))
        .hasValueSatisfying(
            problem -> assertThat(problem.message()).contains("1048577 characters"));
    assertThat(TextBounds.ofOperator(text)).isEmpty();
  }

  @Test
  void substitutionsThatMultiplyEachOtherAreRefused() {
    StringBuilder text = new StringBuilder("a0 = [1,1,1,1,1,1,1,1,1,1]\n");
    for (int i = 1; i < 30; i++) {
      text.append("a%d = [${a%d}, ${a%d}]%n".formatted(i, i - 1, i - 1));
    }
    assertThat(look(text.toString()))
        .hasValueSatisfying(problem -> assertThat(problem.message()).contains("substitutions"));
    assertThat(look("port = 5555, other = ${port}, more = ${port}")).isEmpty();
    // An operator has one variable for each secret.
    assertThat(TextBounds.ofOperator(text.toString())).isEmpty();
  }

  /** Whatever passes can be parsed, resolved and compared without an Error. */
  @Test
  void whatPassesNeverOverflowsTheStack() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String[] parts = {
      "{", "[", "]", "}", "\"", "\\", "#", "//", ".a", "a", ":", "=", ",", "\n", "\r", "${"
    };
    for (int i = 0; i < 300; i++) {
      StringBuilder text = new StringBuilder();
      while (random.nextInt(40) > 0) {
        text.append(parts[random.nextInt(parts.length)].repeat(1 + random.nextInt(3_000)));
      }
      for (ConfigSyntax syntax : new ConfigSyntax[] {ConfigSyntax.JSON, ConfigSyntax.CONF}) {
        if (TextBounds.ofTenant(text.toString(), syntax).isEmpty()) {
          parse(text.toString(), syntax, seed);
        }
      }
    }
  }

  private static void parse(String text, ConfigSyntax syntax, long seed) {
    try {
      var config =
          ConfigFactory.parseString(text, ConfigParseOptions.defaults().setSyntax(syntax))
              .resolve();
      assertThat(config.root().render()).isNotNull();
    } catch (ConfigException expected) {
      assertThat(expected).as("seed " + seed).isNotNull();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          {"port": 5555,, "x": 1}    | there is a comma too many, or a "key": value is missing
          {"port": 5555, {"x": 1}}   | a "key": is missing before '{'
          {"port": 5555 "x": 1}      | ',' or '}' is expected here, not ':'
          {"port": 5555              | the text ends here, but a '}' is missing
          {"a": [1,2}                | ',' or ']' is expected here, not '}'
          {"a": "x}                  | a text that begins with a double quote does not end
          {"a": "\\q"}                | \\q means nothing in a text between double quotes
          {"a": }                    | a value is expected here, not '}'
          {"a" 1}                    | must be followed by ':' and a value, not by '}'
          {"a": 1}}                  | nothing may stand after the last '}', but '}' does
          """)
  void whatIsWrongIsSaidInTheWordsOfJson(String text, String message) {
    try {
      ConfigFactory.parseString(text, ConfigParseOptions.defaults().setSyntax(ConfigSyntax.CONF));
    } catch (ConfigException e) {
      ParseProblem problem = ParseProblem.of(e, text);
      assertThat(problem.message()).contains(message).doesNotContain("parenthes", "token");
      assertThat(problem.line()).isOne();
      return;
    }
    throw new AssertionError(text + " was parsed");
  }
}
