package io.integrationhost.runtime;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds the keys of a slice that a plugin does not know. {@code plugin.conf} lists the known ones,
 * with null for those without a default. An object that is empty there is free: the slice may hold
 * any keys in it. Lists are not looked into. A plugin without {@code plugin.conf} knows everything.
 */
final class UnknownKeys {

  /** Chooses the plugin of a slice and is the host's, so it is never unknown. */
  private static final String PLUGIN = "plugin";

  /** A slice comes from a form or a person; more warnings than this help nobody. */
  private static final int MOST_WARNINGS = 50;

  private final String plugin;
  private final ConfigObject known;

  UnknownKeys(PluginInfo plugin) {
    this.plugin = plugin.label();
    this.known = plugin.defaults().root();
  }

  /**
   * One sentence per unknown key, with its place, in their order; the topmost unknown one of a
   * path; 50 at most.
   */
  List<String> warnings(Config slice) {
    List<String> warnings = new ArrayList<>();
    compare(known, slice.root().withoutKey(PLUGIN), List.of(), warnings);
    return List.copyOf(warnings);
  }

  private void compare(
      ConfigObject expected, ConfigObject actual, List<String> path, List<String> warnings) {
    if (expected.isEmpty()) {
      return;
    }
    for (Map.Entry<String, ConfigValue> entry : new TreeMap<>(actual).entrySet()) {
      List<String> keyPath = append(path, entry.getKey());
      ConfigValue counterpart = expected.get(entry.getKey());
      if (warnings.size() >= MOST_WARNINGS) {
        return;
      }
      if (counterpart == null) {
        warnings.add(warning(keyPath, entry.getValue()));
      } else if (counterpart instanceof ConfigObject inner
          && entry.getValue() instanceof ConfigObject value) {
        compare(inner, value, keyPath, warnings);
      }
    }
  }

  private String warning(List<String> path, ConfigValue value) {
    String key = ConfigUtil.joinPath(path);
    List<String> candidates = new ArrayList<>();
    collect(known, List.of(), candidates);
    String hint =
        new NearMiss(key)
            .among(candidates)
            .map(nearest -> " (did you mean '" + nearest + "'?)")
            .orElse("; its plugin.conf lists the settings it has");
    return value.origin().description()
        + ": key '"
        + key
        + "' is not a setting of plugin "
        + plugin
        + hint;
  }

  private static void collect(ConfigObject object, List<String> path, List<String> keys) {
    for (Map.Entry<String, ConfigValue> entry : new TreeMap<>(object).entrySet()) {
      List<String> keyPath = append(path, entry.getKey());
      keys.add(ConfigUtil.joinPath(keyPath));
      if (entry.getValue() instanceof ConfigObject inner) {
        collect(inner, keyPath, keys);
      }
    }
  }

  private static List<String> append(List<String> path, String key) {
    List<String> longer = new ArrayList<>(path);
    longer.add(key);
    return longer;
  }
}
