package io.integrationhost.host.settings;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How large a text of a stranger could become once its {@code ${...}} are filled in, found without
 * doing so: a short text can name itself again and again. Never less than what it becomes.
 */
final class Expansion {

  static final int MOST_KEYS = 2_000;
  static final int MOST_SUBSTITUTIONS = 200;
  static final long MOST_CHARACTERS = 1 << 20;

  private static final Pattern SUBSTITUTION = Pattern.compile("\\$\\{\\??([^}]*)}");

  private final Map<List<String>, Leaf> leaves = new HashMap<>();
  private final Map<List<String>, Long> sizes = new HashMap<>();
  private final Set<List<String>> open = new HashSet<>();
  private int keys;
  private int substitutions;
  private int backwards;

  private record Leaf(int length, List<List<String>> named) {}

  private Expansion() {}

  /** What is too large about it; empty when it can be filled in. */
  static Optional<String> refused(ConfigObject parsed) {
    Expansion expansion = new Expansion();
    try {
      expansion.collect(parsed, List.of());
    } catch (ConfigException e) {
      return Optional.of("holds a substitution whose size cannot be told; write the value itself");
    }
    if (expansion.keys > MOST_KEYS) {
      return Optional.of("holds more than " + MOST_KEYS + " keys; check it in parts");
    }
    if (expansion.substitutions > MOST_SUBSTITUTIONS) {
      return Optional.of(
          "holds more than " + MOST_SUBSTITUTIONS + " substitutions; check it in parts");
    }
    if (expansion.total() > MOST_CHARACTERS) {
      return Optional.of(
          "could become larger than "
              + MOST_CHARACTERS
              + " characters once its substitutions are filled in; name fewer values that name"
              + " others");
    }
    return Optional.empty();
  }

  private void collect(ConfigValue value, List<String> path) {
    if (keys > MOST_KEYS) {
      return;
    }
    if (value instanceof ConfigObject object && isPlain(object)) {
      for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
        keys++;
        List<String> longer = new ArrayList<>(path);
        longer.add(entry.getKey());
        collect(entry.getValue(), longer);
      }
      return;
    }
    String text = value.render(ConfigRenderOptions.concise());
    List<List<String>> named = new ArrayList<>();
    Matcher found = SUBSTITUTION.matcher(text);
    while (found.find()) {
      named.add(ConfigUtil.splitPath(found.group(1).strip()));
    }
    substitutions += named.size();
    leaves.put(List.copyOf(path), new Leaf(text.length(), named));
  }

  /** One that is merged with a substitution cannot be looked into yet. */
  private static boolean isPlain(ConfigObject object) {
    try {
      return object.entrySet() != null;
    } catch (ConfigException.NotResolved e) {
      return false;
    }
  }

  private long total() {
    long sum = 0;
    for (List<String> path : leaves.keySet()) {
      sum = sum(sum, size(path));
    }
    // A value that names what it replaces can double it each time.
    return backwards > 20 ? Long.MAX_VALUE : sum << backwards;
  }

  private long size(List<String> path) {
    Long known = sizes.get(path);
    if (known != null) {
      return known;
    }
    Leaf leaf = leaves.get(path);
    if (!open.add(path)) {
      backwards++;
      return leaf.length();
    }
    long size = leaf.length();
    for (List<String> named : leaf.named()) {
      for (List<String> each : leaves.keySet()) {
        if (isWithin(each, named) || isWithin(named, each)) {
          size = sum(size, size(each));
        }
      }
    }
    open.remove(path);
    sizes.put(path, size);
    return size;
  }

  private static boolean isWithin(List<String> path, List<String> section) {
    return path.size() >= section.size() && path.subList(0, section.size()).equals(section);
  }

  /** Bounded, so that it never becomes negative, also when doubled twenty times. */
  private static long sum(long one, long other) {
    return Math.min(one + other, 1L << 40);
  }
}
