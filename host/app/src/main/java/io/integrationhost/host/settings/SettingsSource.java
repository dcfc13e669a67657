package io.integrationhost.host.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.integrationhost.ground.Problem;
import io.integrationhost.ground.UnknownKeys;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where settings come from: the file over the built-in defaults, both over the environment. */
final class SettingsSource {

  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{\\?([A-Z_0-9]+)}");

  private static final List<String> INTEGRATION =
      List.of("routing-key", "secret", "secret-file", "plugin");

  private SettingsSource() {}

  static Config defaults() {
    try (Reader reader =
        new InputStreamReader(
            SettingsSource.class.getResourceAsStream("defaults.conf"), StandardCharsets.UTF_8)) {
      return ConfigFactory.parseReader(
          reader, ConfigParseOptions.defaults().setOriginDescription("built-in defaults"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keys of a file that mean nothing. */
  static List<Problem> unknown(Config file) {
    ConfigObject known = defaults().root();
    Map<String, Object> ofIntegration = new TreeMap<>();
    INTEGRATION.forEach(key -> ofIntegration.put(key, null));
    ConfigObject integration =
        ConfigValueFactory.fromMap(ofIntegration)
            .withValue("thingsboard", known.get("thingsboard"));
    Map<String, Object> integrations = new TreeMap<>();
    if (file.root().get("integrations") instanceof ConfigObject written) {
      written.keySet().forEach(name -> integrations.put(name, integration));
    }
    return UnknownKeys.of(
        "",
        known.withValue("integrations", ConfigValueFactory.fromMap(integrations)),
        file.root(),
        Integer.MAX_VALUE);
  }

  /** The environment variable that sets a key, where there is one. */
  static Map<String, String> variablesByKey() {
    Map<String, String> named = new TreeMap<>();
    Matcher reference = REFERENCE.matcher(defaults().root().render());
    while (reference.find()) {
      named.put(reference.group(1), reference.group(1));
    }
    Map<String, String> byKey = new TreeMap<>();
    defaults()
        .withFallback(ConfigFactory.parseMap(named))
        .resolve(ConfigResolveOptions.defaults().setUseSystemEnvironment(false))
        .entrySet()
        .forEach(
            entry -> {
              String value = String.valueOf(entry.getValue().unwrapped());
              if (named.containsKey(value) && !named.containsKey(entry.getKey())) {
                byKey.put(entry.getKey(), value);
              }
            });
    return Map.copyOf(byKey);
  }

  static Config text(String hocon) {
    return ConfigFactory.parseString(
        hocon, ConfigParseOptions.defaults().setOriginDescription("settings"));
  }

  /**
   * The file over the defaults, with {@code ${...}} filled in.
   *
   * @throws SettingsException when a variable that is not optional has no value
   */
  static Config resolve(Config file, Map<String, String> environment) {
    Config merged = file.withFallback(defaults());
    Config variables = variables(environment);
    try {
      return merged
          .withFallback(variables)
          .resolve(ConfigResolveOptions.defaults().setUseSystemEnvironment(false));
    } catch (ConfigException.UnresolvedSubstitution e) {
      throw new SettingsException(
          List.of(
              new Problem(
                  file.origin().description(),
                  "substitution",
                  e.getMessage()
                      + "; set the variable, or write ${?NAME} for one that may be"
                      + " missing")));
    }
  }

  /** Each with its name as its origin, so that a value that cannot be used names its variable. */
  private static Config variables(Map<String, String> environment) {
    Map<String, ConfigValue> values = new TreeMap<>();
    new OfficialVariables(environment)
        .withUnits()
        .forEach(
            (name, value) -> {
              if (VARIABLE.matcher(name).matches()) {
                values.put(
                    name, ConfigValueFactory.fromAnyRef(value, "environment variable " + name));
              }
            });
    return ConfigValueFactory.fromMap(values, "environment variables").toConfig();
  }
}
