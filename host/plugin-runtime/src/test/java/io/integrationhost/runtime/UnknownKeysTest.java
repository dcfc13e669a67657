package io.integrationhost.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
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
    PluginInfo plugin =
        new PluginInfo(
            "tcp",
            "1.0.0",
            "",
            "",
            Path.of("tcp.jar"),
            Set.of(),
            ConfigFactory.parseString(defaults),
            "",
            1);
    return new UnknownKeys(plugin).warnings(ConfigFactory.parseString(slice));
  }

  @Test
  void knownKeysGiveNoWarning() {
    assertThat(
            warnings(
                DEFAULTS,
                """
                port = 1, password = x, plugin = tcp
                tags { anything { goes = here } }
                handler { charset = ascii, delimiters = [{ b = 2 }] }
                """))
        .isEmpty();
  }

  @Test
  void aMisspeltKeyGetsTheNearestOne() {
    assertThat(warnings(DEFAULTS, "prot = 1"))
        .containsExactly(
            "String: 1: key 'prot' is not a setting of plugin tcp 1.0.0 (did you mean 'port'?)");
  }

  @Test
  void nestedAndMisplacedKeysAreFound() {
    assertThat(warnings(DEFAULTS, "handler { chraset = x }, charset = x, maxFrameLength = 1"))
        .containsExactly(
            "String: 1: key 'charset' is not a setting of plugin tcp 1.0.0"
                + " (did you mean 'handler.charset'?)",
            "String: 1: key 'handler.chraset' is not a setting of plugin tcp 1.0.0"
                + " (did you mean 'handler.charset'?)",
            "String: 1: key 'maxFrameLength' is not a setting of plugin tcp 1.0.0"
                + " (did you mean 'max-frame-length'?)");
  }

  @Test
  void onlyTheTopmostUnknownKeyOfAPathIsNamed() {
    assertThat(warnings(DEFAULTS, "something { quite { different = 1 } }"))
        .containsExactly(
            "String: 1: key 'something' is not a setting of plugin tcp 1.0.0;"
                + " its plugin.conf lists the settings it has");
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
