package io.integrationhost.plugins.tcp;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValueType;
import io.integrationhost.plugin.TransportException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads keys of a slice and gathers what is wrong with them. */
final class Keys {

  private final Config config;
  private final List<String> problems = new ArrayList<>();

  Keys(Config config) {
    this.config = config;
  }

  /** Whether a key is not given or null. */
  boolean isAbsent(String path) {
    return !config.hasPath(path);
  }

  /** A whole number that must be given. */
  int whole(String path, int min, int max) {
    if (isAbsent(path)) {
      missing(path, range(min, max));
      return min;
    }
    return whole(path, min, max, min);
  }

  int whole(String path, int min, int max, int absent) {
    String expected = range(min, max);
    Number number = read(path, expected, config::getNumber, (Number) absent);
    if (number.doubleValue() != number.longValue()
        || number.longValue() < min
        || number.longValue() > max) {
      problem(path, number, expected);
      return min;
    }
    return number.intValue();
  }

  boolean flag(String path, boolean absent) {
    return read(path, "true or false", config::getBoolean, absent);
  }

  Optional<String> text(String path) {
    return Optional.ofNullable(read(path, "a text", config::getString, null));
  }

  /** What must be an object if it is given. */
  void object(String path) {
    if (!isAbsent(path) && config.getValue(path).valueType() != ConfigValueType.OBJECT) {
      problem(path, config.getValue(path).unwrapped(), "an object");
    }
  }

  void problem(String path, Object value, String expected) {
    String shown = value instanceof String text ? '"' + text + '"' : String.valueOf(value);
    problems.add(place(path) + ": " + path + " must be " + expected + ", is " + shown);
  }

  void missing(String path, String expected) {
    problems.add(place(path) + ": " + path + " is missing, must be " + expected);
  }

  /**
   * Ends reading.
   *
   * @throws TransportException when there was a problem
   */
  void check() {
    if (!problems.isEmpty()) {
      throw new TransportException(
          TransportException.Kind.CONFIGURATION, String.join("; ", problems));
    }
  }

  /** Where a key stands or, when it has no value, the object that should hold it. */
  private String place(String path) {
    if (!isAbsent(path)) {
      return config.getValue(path).origin().description();
    }
    int end = path.lastIndexOf('.');
    return end < 0 ? config.root().origin().description() : place(path.substring(0, end));
  }

  private <T> T read(String path, String expected, Function<String, T> getter, T absent) {
    if (isAbsent(path)) {
      return absent;
    }
    try {
      return getter.apply(path);
    } catch (ConfigException.WrongType e) {
      problem(path, config.getValue(path).unwrapped(), expected);
      return absent;
    }
  }

  private static String range(int min, int max) {
    return "a whole number from " + min + " to " + max;
  }
}
