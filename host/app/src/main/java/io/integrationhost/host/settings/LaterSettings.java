package io.integrationhost.host.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValue;
import io.integrationhost.ground.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds changed settings that a running host cannot take over. */
final class LaterSettings {

  /** What integrations are made of: an integration that is affected is restarted. */
  private static final Set<String> LIVE =
      Set.of("integrations.", "thingsboard.host", "thingsboard.port", "thingsboard.ssl.");

  private final Map<String, ConfigValue> started;

  /**
   * @param started what the host was started with, resolved
   */
  LaterSettings(Config started) {
    this.started = values(started);
  }

  /** Keys, each with its place, whose values differ from the former ones and the started ones. */
  List<String> between(Config former, Config now) {
    Map<String, ConfigValue> before = values(former);
    Map<String, ConfigValue> after = values(now);
    Set<String> keys = new TreeSet<>(before.keySet());
    keys.addAll(after.keySet());
    List<String> changed = new ArrayList<>();
    for (String key : keys) {
      ConfigValue value = after.get(key);
      if (!Objects.equals(before.get(key), value) && !Objects.equals(started.get(key), value)) {
        changed.add(key + (value == null ? "" : " (" + Place.of(value.origin()) + ")"));
      }
    }
    return changed;
  }

  private static Map<String, ConfigValue> values(Config config) {
    // The environment's variables are in it too, for substitutions.
    Set<String> sections = SettingsSource.defaults().root().keySet();
    Map<String, ConfigValue> values = new TreeMap<>();
    for (Map.Entry<String, ConfigValue> entry : config.entrySet()) {
      String key = entry.getKey();
      boolean ours = sections.contains(key.split("\\.", 2)[0]);
      if (ours && LIVE.stream().noneMatch(key::startsWith)) {
        values.put(key, entry.getValue());
      }
    }
    return values;
  }
}
