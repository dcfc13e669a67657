package io.integrationhost.host.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.integrationhost.ground.Keys;
import io.integrationhost.ground.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the host's settings, each of which has a default, and collects what is wrong with them. A
 * value that cannot be read is replaced by a legal stand-in; whoever reads must ask for the
 * problems before using anything.
 */
final class SettingsReader {

  /** Places that no person wrote. */
  private static final String OURS = "built-in defaults";

  private static final Map<String, String> VARIABLES = SettingsSource.variablesByKey();

  private final Keys keys;
  private final Path home;
  private final List<Problem> problems = new ArrayList<>();

  SettingsReader(Config config, Path home) {
    this.keys = new Keys(config, this::add);
    this.home = home;
  }

  List<Problem> problems() {
    return problems;
  }

  /** Whoever wrote no file wants to know which variable it is. */
  private void add(Problem problem) {
    String variable =
        Optional.ofNullable(VARIABLES.get(problem.key()))
            .filter(name -> problem.place().startsWith(OURS))
            .map(name -> " (environment variable " + name + ")")
            .orElse("");
    problems.add(new Problem(problem.place(), problem.key(), problem.message() + variable));
  }

  void problem(String key, String message) {
    keys.problem(key, message);
  }

  /** A problem with one element of a list. */
  void problem(String key, ConfigValue element, String message) {
    keys.problem(key, element, message);
  }

  /** Whether there is an object at this key, or nothing. */
  boolean isSection(String key) {
    return keys.value(key).filter(value -> !(value instanceof ConfigObject)).isEmpty();
  }

  List<ConfigValue> list(String key) {
    return keys.list(key);
  }

  boolean has(String key) {
    return keys.isGiven(key);
  }

  String text(String key) {
    return given(key, keys.text(key), "");
  }

  Optional<String> optionalText(String key) {
    return keys.text(key).filter(text -> !text.isBlank());
  }

  boolean flag(String key) {
    return given(key, keys.flag(key), false);
  }

  int number(String key, int min, int max) {
    return given(key, keys.whole(key, min, max), min);
  }

  /** Any whole number of 64 bits. */
  long number(String key) {
    return given(key, keys.whole(key, Long.MIN_VALUE, Long.MAX_VALUE), 0L);
  }

  /** A size in bytes, such as {@code 64 MiB}. */
  long size(String key, long min) {
    return given(key, keys.size(key, min), min);
  }

  /** A length of time, such as {@code 30s}; a bare number is milliseconds. */
  Duration duration(String key, Duration min) {
    return given(key, keys.time(key, min), min);
  }

  <E extends Enum<E>> E choice(String key, Class<E> type) {
    return given(key, keys.choice(key, type), type.getEnumConstants()[0]);
  }

  /** A path; a relative one starts at the program's home directory. */
  Path path(String key) {
    return resolve(text(key));
  }

  /** One path or a list of them, each once, in their order; at least one. */
  List<Path> paths(String key) {
    if (keys.value(key).filter(ConfigList.class::isInstance).isEmpty()) {
      return List.of(path(key));
    }
    Set<Path> paths = new LinkedHashSet<>();
    for (ConfigValue element : list(key)) {
      if (element.unwrapped() instanceof String text && !text.isBlank()) {
        paths.add(resolve(text).normalize());
      } else {
        problem(key, element, "must hold paths, has " + element.render());
      }
    }
    if (list(key).isEmpty()) {
      problem(key, "lists nothing; name at least one directory");
    }
    return paths.isEmpty() ? List.of(home) : List.copyOf(paths);
  }

  /** Where a path starts that the settings name. */
  Path resolve(String path) {
    return home.resolve(path);
  }

  /** A file that must be readable; empty text means none. */
  Optional<Path> file(String key) {
    Optional<Path> path = optionalText(key).map(home::resolve);
    path.filter(file -> !Files.isReadable(file))
        .ifPresent(file -> problem(key, "file " + file + " cannot be read; check path and rights"));
    return path;
  }

  private <T> T given(String key, Optional<T> value, T standIn) {
    if (!has(key)) {
      problem(key, "is missing; set it");
    }
    return value.orElse(standIn);
  }
}
