package io.integrationhost.host.plan;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Gives values the origin that people are to read. Whatever complains of a value later, a plugin or
 * the configuration library, names its origin and with that integration and line.
 */
final class LineOrigins {

  private LineOrigins() {}

  /** Every value as {@code <origin>, line <n>}. */
  static Config lines(Config parsed, String origin) {
    return rename(parsed, from -> line(origin, from.lineNumber()));
  }

  /** The text for a line of the origin; 0 or less when it is not known. */
  static String line(String origin, int number) {
    return number > 0 ? origin + ", line " + number : origin;
  }

  /** Every value as {@code <its origin>, in <section>}. */
  static Config section(Config slice, String section) {
    return rename(slice, from -> from.description() + ", in " + section);
  }

  private static Config rename(Config config, Describe describe) {
    UnaryOperator<ConfigOrigin> renamed =
        from -> ConfigOriginFactory.newSimple(describe.describe(from));
    return object(config.root(), renamed).toConfig();
  }

  private static ConfigObject object(ConfigObject object, UnaryOperator<ConfigOrigin> renamed) {
    Map<String, ConfigValue> values = new LinkedHashMap<>();
    object.forEach((key, value) -> values.put(key, value(value, renamed)));
    return ConfigValueFactory.fromMap(values).withOrigin(renamed.apply(object.origin()));
  }

  private static ConfigValue value(ConfigValue value, UnaryOperator<ConfigOrigin> renamed) {
    if (value instanceof ConfigObject object) {
      return object(object, renamed);
    }
    ConfigOrigin origin = renamed.apply(value.origin());
    return value instanceof ConfigList list
        ? ConfigValueFactory.fromIterable(list.stream().map(each -> value(each, renamed)).toList())
            .withOrigin(origin)
        : value.withOrigin(origin);
  }

  @FunctionalInterface
  private interface Describe {
    String describe(ConfigOrigin from);
  }
}
