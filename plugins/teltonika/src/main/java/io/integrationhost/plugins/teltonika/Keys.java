package io.integrationhost.plugins.teltonika;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import io.integrationhost.plugin.TransportException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Reads keys of a slice, whose defaults are in plugin.conf, and gathers what is wrong with them.
 */
final class Keys {

  private final Config config;
  private final List<String> problems = new ArrayList<>();

  Keys(Config config) {
    this.config = config;
  }

  boolean isGiven(String path) {
    return config.hasPath(path);
  }

  /** A whole number; the least one when there is a problem with it. */
  int whole(String path, int min, int max) {
    Optional<Integer> number = wholeIfGiven(path, min, max);
    if (!isGiven(path)) {
      problem(path + " is null (expected " + range(min, max) + ")");
    }
    return number.orElse(min);
  }

  Optional<Integer> wholeIfGiven(String path, int min, int max) {
    Optional<Number> number = read(path, range(min, max), config::getNumber);
    if (number.isEmpty()) {
      return Optional.empty();
    }
    long value = number.get().longValue();
    if (number.get().doubleValue() != value || value < min || value > max) {
      problem(path, number.get(), range(min, max));
      return Optional.empty();
    }
    return Optional.of((int) value);
  }

  /** False when it is null. */
  boolean flag(String path) {
    return read(path, "true or false", config::getBoolean).orElse(false);
  }

  Optional<String> text(String path) {
    return read(path, "a text", config::getString);
  }

  List<String> texts(String path) {
    return read(path, "a list of texts", config::getStringList).orElse(List.of());
  }

  /** An object that is read by somebody who knows it. */
  <T> T section(String path, BiFunction<ConfigObject, List<String>, T> reader) {
    ConfigObject section =
        read(path, "an object", config::getObject).orElse(ConfigFactory.empty().root());
    return reader.apply(section, problems);
  }

  void problem(String path, Object value, String expected) {
    problem(path + " is '" + value + "' (expected " + expected + ")");
  }

  void problem(String sentence) {
    problems.add(sentence);
  }

  /**
   * Ends reading.
   *
   * @throws TransportException when there was a problem
   */
  void check() {
    if (!problems.isEmpty()) {
      throw new TransportException(
          TransportException.Kind.CONFIGURATION,
          "Teltonika configuration of the integration: " + String.join("; ", problems));
    }
  }

  private <T> Optional<T> read(String path, String expected, Function<String, T> getter) {
    try {
      return isGiven(path) ? Optional.of(getter.apply(path)) : Optional.empty();
    } catch (ConfigException.WrongType e) {
      problem(path, config.getValue(path).unwrapped(), expected);
      return Optional.empty();
    }
  }

  private static String range(int min, int max) {
    return "a whole number from " + min + " to " + max;
  }
}
