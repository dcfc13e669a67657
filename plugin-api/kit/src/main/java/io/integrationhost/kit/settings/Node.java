package io.integrationhost.kit.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** One object of a slice: what it holds, who was asked for, what is wrong with it. */
final class Node {

  private final Config config;
  private final Config overlay;
  private final String prefix;
  private final Problems problems;
  private final Set<String> known = new TreeSet<>();

  Node(Config config, Config overlay, String prefix, Problems problems) {
    this.config = config;
    this.overlay = overlay;
    this.prefix = prefix;
    this.problems = problems;
  }

  Config config() {
    return config;
  }

  Problems problems() {
    return problems;
  }

  List<String> names() {
    return List.copyOf(new TreeSet<>(config.root().keySet()));
  }

  boolean given(String key) {
    known.add(ConfigUtil.splitPath(key).get(0));
    return config.hasPath(key);
  }

  <T> Optional<T> read(String key, String expected, Function<String, T> getter) {
    if (!given(key)) {
      return Optional.empty();
    }
    try {
      return Optional.of(getter.apply(key));
    } catch (ConfigException.WrongType | ConfigException.BadValue e) {
      problem(key, expected);
      return Optional.empty();
    }
  }

  <T> T required(String key, String expected, Optional<T> value, T otherwise) {
    if (!given(key)) {
      problem(key, expected);
    }
    return value.orElse(otherwise);
  }

  <T extends Comparable<T>> Optional<T> inRange(
      String key, String range, Optional<T> value, T min, T max) {
    boolean fits =
        value.isEmpty() || (value.get().compareTo(min) >= 0 && value.get().compareTo(max) <= 0);
    if (!fits) {
      problem(key, range);
    }
    return fits ? value : Optional.empty();
  }

  void problem(String key, String expected) {
    if (given(key)) {
      wrong(key, expected, config.getValue(key).unwrapped());
    } else {
      say(key, "is missing, must be " + expected);
    }
  }

  void wrong(String key, String expected, Object value) {
    say(key, "must be " + expected + ", is " + Words.value(value));
  }

  void say(String key, String sentence) {
    known.add(ConfigUtil.splitPath(key).get(0));
    problems.add(Problems.place(config, key) + ": " + prefix + key + ": " + sentence);
  }

  /** Whether the host's own settings say what a key is. */
  boolean isOperators(String key) {
    return config.hasPath(key)
        && overlay.hasPath(key)
        && overlay.getValue(key).equals(config.getValue(key));
  }

  Node section(String key) {
    Config inner =
        read(key, "an object", config::getObject)
            .map(ConfigObject::toConfig)
            .orElseGet(() -> ConfigFactory.empty().root().withOrigin(config.origin()).toConfig());
    return new Node(inner, objectOf(overlay, key), prefix + key + ".", problems);
  }

  private static Config objectOf(Config config, String key) {
    return config.hasPath(key) && config.getValue(key).valueType() == ConfigValueType.OBJECT
        ? config.getConfig(key)
        : ConfigFactory.empty();
  }

  List<Node> entries(String key) {
    List<? extends Config> entries =
        read(key, "a list of objects", config::getConfigList).orElse(List.of());
    boolean isOperators = isOperators(key);
    List<Node> nodes = new ArrayList<>();
    for (Config entry : entries) {
      Config own = isOperators ? entry : ConfigFactory.empty();
      nodes.add(new Node(entry, own, prefix + key + "[" + nodes.size() + "].", problems));
    }
    return nodes;
  }

  /** Those of a slice itself are the host's to tell, which knows plugin.conf but not its lists. */
  void refuseUnknown() {
    for (Map.Entry<String, ConfigValue> each : config.root().entrySet()) {
      if (!known.contains(each.getKey())) {
        String near =
            new NearMiss(each.getKey())
                .among(known)
                .map(nearest -> " (did you mean '" + nearest + "'?)")
                .orElse("; known are " + String.join(", ", known));
        String place = each.getValue().origin().description();
        problems.warn(place + ": " + prefix + each.getKey() + ": is not a setting" + near);
      }
    }
  }
}
