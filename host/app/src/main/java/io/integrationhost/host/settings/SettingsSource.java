package io.integrationhost.host.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Where settings come from: the file over the built-in defaults, both over the environment. */
final class SettingsSource {

  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

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
    Config variables =
        ConfigFactory.parseMap(
            new OfficialVariables(environment)
                .withUnits().entrySet().stream()
                    .filter(entry -> VARIABLE.matcher(entry.getKey()).matches())
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
            "environment variables");
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
}
