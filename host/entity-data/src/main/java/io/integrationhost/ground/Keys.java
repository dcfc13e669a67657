package io.integrationhost.ground;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Typed values of one object of a configuration. What cannot be used is a problem that is told, and
 * reads as absent, so that all problems are found at once; whoever reads must look at the problems
 * before using anything. A null is absent. For one thread.
 *
 * <p>Problems have one form: {@code port: must be from 1 to 65535, is "abc"}. Values of keys that
 * name a secret are never shown.
 */
public final class Keys {

  private static final List<String> SECRET_ENDS =
      List.of("secret", "routing-key", "password", "token");

  private final Config config;
  private final String prefix;
  private final Consumer<Problem> problems;
  private final Set<String> asked = new TreeSet<>();

  /**
   * The keys of a whole configuration.
   *
   * @param config resolved
   * @param problems told of each problem at once
   */
  public Keys(Config config, Consumer<Problem> problems) {
    this(config, "", problems);
  }

  private Keys(Config config, String prefix, Consumer<Problem> problems) {
    this.config = config;
    this.prefix = prefix;
    this.problems = problems;
  }

  /** Whether there is a value that is not null. */
  public boolean isGiven(String key) {
    return config.hasPath(path(key));
  }

  public Optional<ConfigValue> value(String key) {
    asked.add(key);
    return isGiven(key) ? Optional.of(config.getValue(path(key))) : Optional.empty();
  }

  public Optional<String> text(String key) {
    return read(key, "a text", config::getString);
  }

  /** A text that must be given and not blank; empty when it is a problem. */
  public String requiredText(String key, String cure) {
    Optional<String> text = text(key);
    boolean absent = !isGiven(key) || text.filter(String::isBlank).isPresent();
    if (absent) {
      problem(key, "is missing; " + cure);
    }
    return absent ? "" : text.orElse("");
  }

  public Optional<Boolean> flag(String key) {
    return read(key, "true or false", config::getBoolean);
  }

  /** A whole number; numbers may be written as texts. */
  public Optional<Integer> whole(String key, int min, int max) {
    return whole(key, (long) min, max).map(Long::intValue);
  }

  /** As {@link #whole(String, int, int)}, of 64 bits. */
  public Optional<Long> whole(String key, long min, long max) {
    String wanted = "from " + min + " to " + max;
    return read(key, wanted, Keys.this::wholeNumber)
        .filter(number -> (number >= min && number <= max) || refuse(key, wanted));
  }

  /** Such as {@code 64 MiB}; in bytes. */
  public Optional<Long> size(String key, long min) {
    String wanted = "a size of at least " + min + " bytes, such as 64 MiB";
    return read(key, wanted, config::getBytes).filter(bytes -> bytes >= min || refuse(key, wanted));
  }

  /** Such as {@code 30s}; a bare number is milliseconds. */
  public Optional<Duration> time(String key, Duration min) {
    String wanted =
        min.isZero()
            ? "a time such as 30s"
            : "a time of at least " + min.toMillis() + " ms, such as 30s";
    return read(key, wanted, config::getDuration)
        .filter(time -> time.compareTo(min) >= 0 || refuse(key, wanted));
  }

  /** One of the names of an enum; case does not matter, nor does {@code -} for {@code _}. */
  public <E extends Enum<E>> Optional<E> choice(String key, Class<E> type) {
    List<E> all = List.of(type.getEnumConstants());
    String wanted =
        all.stream()
            .map(each -> each.name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .collect(Collectors.joining(", ", "one of ", ""));
    Optional<String> text = read(key, wanted, config::getString);
    Optional<E> chosen =
        text.map(each -> each.toUpperCase(Locale.ROOT).replace('-', '_'))
            .flatMap(name -> all.stream().filter(each -> each.name().equals(name)).findFirst());
    if (text.isPresent() && chosen.isEmpty()) {
      refuse(key, wanted);
    }
    return chosen;
  }

  public List<String> texts(String key) {
    return read(key, "a list of texts", config::getStringList).orElse(List.of());
  }

  public List<ConfigValue> list(String key) {
    return this.<List<ConfigValue>>read(key, "a list", config::getList).orElse(List.of());
  }

  /** The keys of an object below this one. */
  public Optional<Keys> section(String key) {
    Optional<ConfigValue> value = value(key);
    if (value.isPresent() && value.get().valueType() != ConfigValueType.OBJECT) {
      refuse(key, "an object: " + key + " { ... }");
    }
    return value
        .filter(ConfigObject.class::isInstance)
        .map(object -> new Keys(config, path(key) + ".", problems));
  }

  /** Objects whose keys are names that somebody chose, in the order of the file. */
  public List<Map.Entry<String, Keys>> sections() {
    ConfigObject object = object();
    return object.keySet().stream()
        .sorted(Comparator.comparingInt(name -> object.get(name).origin().lineNumber()))
        .flatMap(
            name -> section(ConfigUtil.joinPath(name)).map(keys -> Map.entry(name, keys)).stream())
        .toList();
  }

  /** Tells of a problem that the reader found, where the key stands or should stand. */
  public void problem(String key, String message) {
    problems.accept(new Problem(Place.of(config, path(key)), path(key), message));
  }

  /** As {@link #problem(String, String)}, of what is wrong and what to do. */
  public void problem(String key, String wrong, String cure) {
    problem(key, wrong + "; " + cure);
  }

  /** A problem with one element of a list. */
  public void problem(String key, ConfigValue element, String message) {
    problems.accept(new Problem(Place.of(element.origin()), path(key), message));
  }

  /** Tells of each key that nobody has asked for; to be called when all have been. */
  public void refuseUnknown() {
    ConfigObject object = object();
    for (String key : new TreeSet<>(object.keySet())) {
      if (!asked.contains(ConfigUtil.joinPath(key))) {
        problem(ConfigUtil.joinPath(key), UnknownKeys.sentence("", List.of(key), asked, List.of()));
      }
    }
  }

  private ConfigObject object() {
    return prefix.isEmpty()
        ? config.root()
        : config.getObject(prefix.substring(0, prefix.length() - 1));
  }

  private String path(String key) {
    return prefix + key;
  }

  private Long wholeNumber(String path) {
    Number number = config.getNumber(path);
    if (number.doubleValue() != number.longValue()) {
      throw new ConfigException.WrongType(config.getValue(path).origin(), "no whole number");
    }
    return number.longValue();
  }

  private boolean refuse(String key, String wanted) {
    Object value = config.getValue(path(key)).unwrapped();
    boolean secret = SECRET_ENDS.stream().anyMatch(key::endsWith);
    String shown = value instanceof String text ? '"' + text + '"' : String.valueOf(value);
    problem(key, "must be " + wanted + (secret ? " (not shown)" : ", is " + shown));
    return false;
  }

  private <T> Optional<T> read(String key, String wanted, Function<String, T> getter) {
    asked.add(key);
    if (!isGiven(key)) {
      return Optional.empty();
    }
    try {
      return Optional.of(getter.apply(path(key)));
    } catch (ConfigException.WrongType | ConfigException.BadValue e) {
      refuse(key, wanted);
      return Optional.empty();
    }
  }
}
