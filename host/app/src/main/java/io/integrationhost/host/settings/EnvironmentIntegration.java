package io.integrationhost.host.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.integrationhost.ground.Place;
import io.integrationhost.ground.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The integration that the environment variables of the official packages describe. It runs under
 * the name {@code default} beside those of the settings file, unless the file describes it itself.
 */
final class EnvironmentIntegration {

  static final String NAME = "default";

  private static final String KEY = "INTEGRATION_ROUTING_KEY";
  private static final String SECRET = "INTEGRATION_SECRET";

  /** As the official packages ship it, and their guides show it. */
  private static final String PLACEHOLDER = "PUT_YOUR_";

  private final Map<String, String> environment;

  EnvironmentIntegration(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * The settings with this integration among the others.
   *
   * @param config resolved
   * @throws SettingsException when the file gives its name to another integration
   */
  Config addTo(Config config) {
    String key = environment.getOrDefault(KEY, "").strip();
    if (key.isEmpty() || !(config.getValue("integrations") instanceof ConfigObject sections)) {
      return config;
    }
    if (!sections.isEmpty()
        && (key.startsWith(PLACEHOLDER) || section(sections, key).isPresent())) {
      return config;
    }
    ConfigValue other = sections.get(NAME);
    if (other != null) {
      throw new SettingsException(
          List.of(
              new Problem(
                  Place.of(other.origin()),
                  "integrations." + NAME,
                  "is also the name of the integration of the environment variable "
                      + KEY
                      + ", which has another routing key; give the section another name, or start"
                      + " the host without that variable")));
    }
    String path = ConfigUtil.joinPath("integrations", NAME);
    return config
        .withValue(path + ".routing-key", value(key, KEY))
        .withValue(path + ".secret", value(environment.getOrDefault(SECRET, ""), SECRET));
  }

  /** What an operator should know when a section of the file stands for the variables. */
  Optional<String> note(Config config) {
    String key = environment.getOrDefault(KEY, "").strip();
    return !key.isEmpty() && config.getValue("integrations") instanceof ConfigObject sections
        ? section(sections, key)
            .filter(section -> !section.equals(NAME) && !comesFromTheVariable(sections, section))
            .map(
                section ->
                    "integration '"
                        + section
                        + "' of the settings file has the routing key of the environment variable "
                        + KEY
                        + " and stands for it; what a host without that section stored is kept"
                        + " under '"
                        + NAME
                        + "'")
        : Optional.empty();
  }

  /**
   * A running host is not to stop this integration because a section takes over its key.
   *
   * @param now what the settings have become
   * @throws SettingsException when they would stop it
   */
  static void refuseToDrop(Config former, Config now) {
    ConfigObject before = former.getObject("integrations");
    ConfigObject after = now.getObject("integrations");
    if (comesFromTheVariable(before, NAME) && !after.containsKey(NAME)) {
      ConfigObject own = (ConfigObject) before.get(NAME);
      String key = String.valueOf(own.get("routing-key").unwrapped());
      String section = section(after, key).orElse(NAME);
      throw new SettingsException(
          List.of(
              new Problem(
                  Place.of(now, ConfigUtil.joinPath("integrations", section)),
                  ConfigUtil.joinPath("integrations", section),
                  "has the routing key of the environment variable "
                      + KEY
                      + ", whose integration runs as '"
                      + NAME
                      + "': it would be stopped, and what it stored would wait under that name;"
                      + " name the section '"
                      + NAME
                      + "', or restart the host")));
    }
  }

  private static boolean comesFromTheVariable(ConfigObject sections, String section) {
    return sections.get(section) instanceof ConfigObject known
        && known.get("routing-key") != null
        && known.get("routing-key").origin().description().contains("environment variable");
  }

  /** The section of the file that has this routing key. */
  private static Optional<String> section(ConfigObject sections, String key) {
    return sections.entrySet().stream()
        .filter(
            entry ->
                entry.getValue() instanceof ConfigObject section
                    && section.get("routing-key") != null
                    && key.equals(String.valueOf(section.get("routing-key").unwrapped()).strip()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static ConfigValue value(String text, String variable) {
    return ConfigValueFactory.fromAnyRef(text, "environment variable " + variable);
  }
}
