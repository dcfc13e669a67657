package io.integrationhost.ground;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnknownKeysTest {

  private static final String DEFAULTS =
      """
      port = 5555
      host = "0.0.0.0"
      max-frame-length = 128
      password = null
      tags {}
      handler { type = text, charset = utf-8, delimiters = [{ a = 1 }] }
      """;

  private static List<String> warnings(String defaults, String slice) {
    return UnknownKeys.of(
            "plugin tcp 1.0.0",
            ConfigFactory.parseString(defaults).root(),
            ConfigFactory.parseString(slice).root(),
            50)
        .stream()
        .map(Problem::toString)
        .toList();
  }

  @Test
  void knownKeysGiveNoWarning() {
    assertThat(
            warnings(
                DEFAULTS,
                """
                port = 1, password = x
                tags { anything { goes = here } }
                handler { charset = ascii, delimiters = [{ b = 2 }] }
                """))
        .isEmpty();
  }

  @Test
  void aMisspeltKeyGetsTheNearestOne() {
    assertThat(warnings(DEFAULTS, "prot = 1"))
        .containsExactly(
            "String: 1: prot: is not a setting of plugin tcp 1.0.0; did you mean 'port'?");
  }

  @Test
  void nestedAndMisplacedKeysAreFound() {
    assertThat(warnings(DEFAULTS, "handler { chraset = x }, charset = x, maxFrameLength = 1"))
        .containsExactly(
            "String: 1: charset: is not a setting of plugin tcp 1.0.0; did you mean 'handler.charset'?",
            "String: 1: handler.chraset: is not a setting of plugin tcp 1.0.0; did you mean 'charset'?",
            "String: 1: maxFrameLength: is not a setting of plugin tcp 1.0.0; did you mean 'max-frame-length'?");
  }

  @Test
  void onlyTheTopmostUnknownKeyOfAPathIsNamed() {
    assertThat(warnings(DEFAULTS, "something { quite { different = 1 } }"))
        .containsExactly(
            "String: 1: something: is not a setting of plugin tcp 1.0.0;"
                + " known here: handler, host, max-frame-length, password, port, tags");
  }

  @Test
  void aPluginWithoutDefaultsKnowsEverything() {
    assertThat(warnings("", "a = 1, b { c = 2 }")).isEmpty();
  }

  @Test
  void aHugeSliceGivesFewWarnings() {
    String slice =
        IntStream.range(0, 1_000)
            .mapToObj(i -> "k" + i + "x".repeat(5_000) + " = 1")
            .collect(Collectors.joining("\n"));
    assertThat(warnings(DEFAULTS, slice)).hasSize(50);
  }
}
