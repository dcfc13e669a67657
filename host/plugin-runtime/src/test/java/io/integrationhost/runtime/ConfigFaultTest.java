package io.integrationhost.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The library's own messages, so that another version of it is noticed. */
final class ConfigFaultTest {

  private static final Config DEFAULTS =
      parse("plugin.conf", "port = null\nname = x\nsensor { rate = null, unit = \"C\" }");
  private static final Config CONFIG =
      SliceOverDefaults.merge(
          parse(
              "the slice",
              "{\n\"text\": \"abc\",\n\"half\": 5.5, \"huge\": 99999999999,\n\"list\": [1],"
                  + " \"time\": \"soon\", \"none\": null,\n\"sensor\": {\"unit\": \"F\"}}"),
          DEFAULTS);

  @ParameterizedTest
  @MethodSource("faults")
  void saysWhereWhichKeyAndWhatIsExpected(Function<Config, Object> getter, String expected) {
    Throwable thrown = catchThrowable(() -> getter.apply(CONFIG));
    assertThat(ConfigFault.reworded(thrown.getMessage())).isEqualTo(expected);
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        fault(c -> c.getInt("text"), "the slice: 2: text must be a number, is a text"),
        fault(c -> c.getBoolean("text"), "the slice: 2: text must be true or false, is a text"),
        fault(c -> c.getConfig("text"), "the slice: 2: text must be an object, is a text"),
        fault(c -> c.getStringList("text"), "the slice: 2: text must be a list, is a text"),
        fault(c -> c.getInt("list"), "the slice: 4: list must be a number, is a list"),
        fault(c -> c.getInt("none"), "the slice: 4: none must be a number, is null"),
        fault(c -> c.getInt("missing"), "the slice: 1: missing is missing"),
        fault(c -> c.getInt("sensor.missing"), "the slice: 5: sensor.missing is missing"),
        fault(
            c -> c.getInt("sensor.rate"), "plugin.conf: 3: sensor.rate must be a number, is null"),
        fault(
            c -> c.getInt("huge"),
            "the slice: 3: huge must be a 32-bit whole number, is out-of-range value 99999999999"),
        fault(
            c -> c.getDuration("time"), "the slice: 4: time: No number in duration value 'soon'"));
  }

  @Test
  void aValueOfTheSliceWins() {
    assertThat(CONFIG.getString("sensor.unit")).isEqualTo("F");
    assertThat(CONFIG.getString("name")).isEqualTo("x");
    assertThat(CONFIG.hasPath("port")).isFalse();
  }

  private static Arguments fault(Function<Config, Object> getter, String expected) {
    return Arguments.of(getter, expected);
  }

  private static Config parse(String origin, String text) {
    return ConfigFactory.parseString(
        text, ConfigParseOptions.defaults().setOriginDescription(origin));
  }
}
