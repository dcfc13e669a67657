package io.integrationhost.host.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.integrationhost.host.hocon.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads typed values and collects what is wrong instead of stopping at the first problem. A value
 * that cannot be read is replaced by a legal stand-in; whoever reads must ask for the problems
 * before using anything.
 */
final class SettingsReader {

  /** Places that no person wrote. */
  private static final String OURS = "built-in defaults";

  private static final Map<String, String> VARIABLES = SettingsSource.variablesByKey();

  private final Config config;
  private final Path home;
  private final List<Problem> problems = new ArrayList<>();

  SettingsReader(Config config, Path home) {
    this.config = config;
    this.home = home;
  }

  List<Problem> problems() {
    return problems;
  }

  void problem(String key, String message) {
    String place = Place.of(config, key);
    // Whoever wrote no file wants to know which variable it is.
    String cure = place.startsWith(OURS) ? variable(key) : "";
    problems.add(new Problem(place, key, message + cure));
  }

  private static String variable(String key) {
    return Optional.ofNullable(VARIABLES.get(key))
        .map(name -> " (environment variable " + name + ")")
        .orElse("");
  }

  /** A problem with one element of a list. */
  void problem(String key, ConfigValue element, String message) {
    problems.add(new Problem(Place.of(element.origin()), key, message));
  }

  /** Whether there is an object at this key, or nothing. */
  boolean isSection(String key) {
    return !has(key) || config.getValue(key) instanceof ConfigObject;
  }

  List<ConfigValue> list(String key) {
    return this.<List<ConfigValue>>read(key, config::getList, List.of());
  }

  boolean has(String key) {
    return config.hasPath(key);
  }

  String text(String key) {
    return read(key, config::getString, "");
  }

  Optional<String> optionalText(String key) {
    return has(key) ? Optional.of(text(key)).filter(text -> !text.isBlank()) : Optional.empty();
  }

  boolean flag(String key) {
    return read(key, config::getBoolean, false);
  }

  int number(String key, int min, int max) {
    int value = read(key, config::getInt, min);
    if (value < min || value > max) {
      problem(key, "must be " + min + " to " + max + ", is " + value);
      return min;
    }
    return value;
  }

  /** Any whole number of 64 bits. */
  long number(String key) {
    return read(key, config::getLong, 0L);
  }

  /** A size in bytes, such as {@code 64 MiB}. */
  long size(String key, long min) {
    long value = read(key, config::getBytes, min);
    if (value < min) {
      problem(key, "must be at least " + min + " bytes, is " + value);
      return min;
    }
    return value;
  }

  /** A length of time, such as {@code 30s}; a bare number is milliseconds. */
  Duration duration(String key, Duration min) {
    Duration value = read(key, config::getDuration, min);
    if (value.compareTo(min) < 0) {
      problem(key, "must be at least " + min.toMillis() + " ms, is " + value.toMillis() + " ms");
      return min;
    }
    return value;
  }

  <E extends Enum<E>> E choice(String key, Class<E> type) {
    String text = text(key);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(text.toUpperCase(Locale.ROOT).replace('-', '_'))) {
        return constant;
      }
    }
    List<String> names = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      names.add(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
    problem(key, "must be one of " + String.join(", ", names) + ", is \"" + text + "\"");
    return type.getEnumConstants()[0];
  }

  /** A path; a relative one starts at the program's home directory. */
  Path path(String key) {
    return home.resolve(text(key));
  }

  /** A file that must be readable; empty text means none. */
  Optional<Path> file(String key) {
    Optional<Path> path = optionalText(key).map(home::resolve);
    path.filter(file -> !Files.isReadable(file))
        .ifPresent(file -> problem(key, "file " + file + " cannot be read; check path and rights"));
    return path;
  }

  private <T> T read(String key, Function<String, T> getter, T standIn) {
    try {
      return getter.apply(key);
    } catch (ConfigException.Missing e) {
      problem(key, "is missing; set it");
    } catch (ConfigException.WrongType | ConfigException.BadValue e) {
      problem(key, "cannot be used" + shown(key) + "; " + expected(e));
    }
    return standIn;
  }

  private static String expected(ConfigException e) {
    String message = String.valueOf(e.getMessage());
    int origin = message.indexOf(": ");
    return origin < 0 ? message : message.substring(origin + 2);
  }

  private String shown(String key) {
    boolean secret = key.endsWith("secret") || key.endsWith("routing-key");
    return secret ? "" : ": " + config.getValue(key).render();
  }
}
