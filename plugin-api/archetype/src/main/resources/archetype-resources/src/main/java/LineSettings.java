package ${package};

import com.typesafe.config.Config;
import io.integrationhost.plugin.TransportException;

/** The configuration of one transport; plugin.conf explains each key and gives its default. */
record LineSettings(int port, int maxConnections, int maxLineLength) {

  static LineSettings read(Config config) {
    return new LineSettings(
        number(config, "port", 0, 65_535),
        number(config, "maxConnections", 1, 10_000),
        number(config, "maxLineLength", 10, 1_000_000));
  }

  private static int number(Config config, String key, int least, int most) {
    int value = config.getInt(key);
    if (value < least || value > most) {
      throw new TransportException(
          TransportException.Kind.CONFIGURATION,
          key + " is " + value + " (expected: " + least + " to " + most + ")");
    }
    return value;
  }
}
