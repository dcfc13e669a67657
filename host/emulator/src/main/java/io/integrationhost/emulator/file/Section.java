package io.integrationhost.emulator.file;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One object of the file. Reads typed values, notes every problem, knows which keys were asked. */
final class Section {
  private final String path;
  private final ConfigObject object;
  private final Problems problems;
  private final Set<String> known = new TreeSet<>();

  Section(String path, ConfigObject object, Problems problems) {
    this.path = path;
    this.object = object;
    this.problems = problems;
  }

  Optional<ConfigValue> value(String key) {
    known.add(key);
    return Optional.ofNullable(object.get(key))
        .filter(value -> value.valueType() != ConfigValueType.NULL);
  }

  Optional<String> text(String key) {
    return read(key, "a text", Config::getString);
  }

  String requiredText(String key, String cure) {
    Optional<String> text = text(key).filter(t -> !t.isBlank());
    if (text.isEmpty() && !(object.get(key) instanceof ConfigObject)) {
      problem(key, "is missing", cure);
    }
    return text.orElse("");
  }

  boolean flag(String key, boolean otherwise) {
    return read(key, "true or false", Config::getBoolean).orElse(otherwise);
  }

  Optional<Integer> number(String key) {
    return read(key, "a whole number", Config::getInt);
  }

  Optional<Duration> duration(String key) {
    return read(key, "a duration such as 200 ms", Config::getDuration)
        .filter(
            duration -> {
              if (duration.isNegative()) {
                problem(key, "is negative", "write a duration of 0 or more");
              }
              return !duration.isNegative();
            });
  }

  List<String> texts(String key) {
    return read(key, "a list of texts", Config::getStringList).orElse(List.of());
  }

  <E extends Enum<E>> Optional<E> choice(String key, Class<E> type) {
    return text(key)
        .flatMap(
            text -> {
              Optional<E> match =
                  Arrays.stream(type.getEnumConstants())
                      .filter(constant -> constant.name().equalsIgnoreCase(text))
                      .findFirst();
              if (match.isEmpty()) {
                problem(
                    key,
                    "has no value " + text,
                    "choose one of " + Arrays.toString(type.getEnumConstants()));
              }
              return match;
            });
  }

  Optional<Section> section(String key) {
    return value(key)
        .flatMap(
            value -> {
              if (value instanceof ConfigObject child) {
                return Optional.of(new Section(join(key), child, problems));
              }
              problem(key, "is no object", "write " + key + " { ... }");
              return Optional.empty();
            });
  }

  /** The entries of a section whose keys are names, in the order of the file. */
  List<Map.Entry<String, Section>> namedSections() {
    return object.keySet().stream()
        .sorted((a, b) -> Integer.compare(line(a), line(b)))
        .flatMap(name -> section(name).map(child -> Map.entry(name, child)).stream())
        .toList();
  }

  void problem(String key, String problem, String cure) {
    ConfigValue value = object.get(key);
    problems.add(value == null ? object.origin() : value.origin(), join(key), problem, cure);
  }

  /** To be called when everything has been asked for. */
  void reportUnknownKeys() {
    for (String key : new TreeSet<>(object.keySet())) {
      if (!known.contains(key)) {
        problem(key, "is not known here", "remove it or use one of " + known);
      }
    }
  }

  private int line(String key) {
    return object.get(key).origin().lineNumber();
  }

  private String join(String key) {
    String quoted = ConfigUtil.joinPath(key);
    return path.isEmpty() ? quoted : path + "." + quoted;
  }

  @FunctionalInterface
  private interface Getter<T> {
    T get(Config config, String path);
  }

  private <T> Optional<T> read(String key, String wanted, Getter<T> getter) {
    if (value(key).isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(getter.get(object.toConfig(), ConfigUtil.joinPath(key)));
    } catch (ConfigException e) {
      problem(key, "is not " + wanted, "write " + wanted);
      return Optional.empty();
    }
  }
}
