package io.integrationhost.host.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import io.integrationhost.host.hocon.Place;
import io.integrationhost.runtime.NearMiss;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Finds keys of a settings file that mean nothing: usually a mistyped one. */
final class UnknownKeys {

  private static final Set<String> INTEGRATION =
      Set.of("routing-key", "secret", "secret-file", "plugin", "thingsboard");

  private final ConfigObject defaults = SettingsSource.defaults().root();
  private final List<Problem> problems = new ArrayList<>();

  private UnknownKeys() {}

  static List<Problem> of(Config file) {
    UnknownKeys unknown = new UnknownKeys();
    unknown.compare("", file.root(), unknown.defaults);
    return unknown.problems;
  }

  private void compare(String prefix, ConfigObject actual, ConfigObject known) {
    actual.forEach(
        (key, value) -> {
          String path = prefix + ConfigUtil.joinPath(key);
          if (!known.containsKey(key)) {
            report(path, key, value, known.keySet());
          } else if (path.equals("integrations")) {
            integrations(value);
          } else if (value instanceof ConfigObject object
              && known.get(key) instanceof ConfigObject next) {
            compare(path + ".", object, next);
          }
        });
  }

  private void integrations(ConfigValue value) {
    if (!(value instanceof ConfigObject integrations)) {
      return;
    }
    for (Map.Entry<String, ConfigValue> entry : integrations.entrySet()) {
      String path = "integrations." + ConfigUtil.joinPath(entry.getKey());
      if (entry.getValue() instanceof ConfigObject integration) {
        integration.forEach((key, inner) -> integrationKey(path + ".", key, inner));
      }
    }
  }

  private void integrationKey(String prefix, String key, ConfigValue value) {
    if (!INTEGRATION.contains(key)) {
      report(prefix + key, key, value, INTEGRATION);
    } else if (key.equals("thingsboard")
        && value instanceof ConfigObject object
        && defaults.get("thingsboard") instanceof ConfigObject known) {
      compare(prefix + "thingsboard.", object, known);
    }
  }

  private void report(String path, String key, ConfigValue value, Set<String> known) {
    String cure =
        new NearMiss(key)
            .among(known.stream().sorted().toList())
            .map(near -> "did you mean '" + near + "'?")
            .orElse("known here: " + String.join(", ", new TreeSet<>(known)));
    problems.add(new Problem(Place.of(value.origin()), path, "is not a setting; " + cure));
  }
}
