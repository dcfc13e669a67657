package io.integrationhost.host.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.integrationhost.ground.NearMiss;
import io.integrationhost.ground.Problem;
import io.integrationhost.ground.UnknownKeys;
import io.integrationhost.hocon.ParseProblem;
import io.integrationhost.hocon.TextBounds;
import io.integrationhost.runtime.PluginSettings;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where settings come from: the file over the built-in defaults, both over the environment. */
final class SettingsSource {

  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{\\?([A-Z_0-9]+)}");

  private static final List<String> INTEGRATION =
      List.of("routing-key", "secret", "secret-file", "plugin");

  private static final ConfigObject ANY_KEYS = ConfigValueFactory.fromMap(Map.of());

  /** More of them help nobody, and each is compared with all known keys. */
  private static final int MOST_UNKNOWN = 100;

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
            .withValue("thingsboard", known.get("thingsboard"))
            .withValue("transports", ANY_KEYS)
            .withValue("secrets", ANY_KEYS);
    Map<String, Object> integrations = new TreeMap<>();
    if (file.root().get("integrations") instanceof ConfigObject written) {
      written.keySet().forEach(name -> integrations.put(name, integration));
    }
    return UnknownKeys.of(
        "",
        named(
                named(known, "admin.tokens", List.of("sha-256", "scopes"), file),
                "admin.tls.clients",
                List.of("subject", "scopes"),
                file)
            .withValue("integrations", ConfigValueFactory.fromMap(integrations))
            .withValue("plugins", plugins((ConfigObject) known.get("plugins"), file)),
        file.root(),
        MOST_UNKNOWN);
  }

  /** With these keys in each section that somebody named. */
  private static ConfigObject named(
      ConfigObject known, String path, List<String> keys, Config file) {
    Map<String, Object> section = new TreeMap<>();
    keys.forEach(key -> section.put(key, null));
    Map<String, Object> sections = new TreeMap<>();
    ConfigValue written = file.root();
    for (String step : path.split("\\.", -1)) {
      written = written instanceof ConfigObject object ? object.get(step) : null;
    }
    if (written instanceof ConfigObject object) {
      object.keySet().forEach(name -> sections.put(name, section));
    }
    return known.toConfig().withValue(path, ConfigValueFactory.fromMap(sections)).root();
  }

  /** With a section for each plugin, but not for what looks like a mistyped section of ours. */
  private static ConfigObject plugins(ConfigObject known, Config file) {
    List<String> ours =
        known.entrySet().stream()
            .filter(entry -> entry.getValue() instanceof ConfigObject)
            .map(Map.Entry::getKey)
            .filter(PluginSettings.RESERVED_IDS::contains)
            .toList();
    ConfigObject all = known;
    if (file.root().get("plugins") instanceof ConfigObject written) {
      for (Map.Entry<String, ConfigValue> entry : written.entrySet()) {
        String id = entry.getKey();
        boolean section =
            entry.getValue() instanceof ConfigObject && !PluginSettings.RESERVED_IDS.contains(id);
        if (section && new NearMiss(id).among(ours).isEmpty()) {
          all = all.withValue(id, ANY_KEYS);
        }
      }
    }
    return all;
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
   * A text that may not include anything.
   *
   * @throws SettingsException when it is not HOCON, includes something, or could become too large
   */
  static Config alone(String hocon) {
    Optional<ParseProblem> exceeded = TextBounds.ofOperator(hocon);
    if (exceeded.isPresent()) {
      throw syntax(exceeded.get().line(), exceeded.get().message());
    }
    Config parsed = parsedAlone(hocon);
    Optional<String> refused = Expansion.refused(parsed.root());
    if (refused.isPresent()) {
      throw new SettingsException(List.of(new Problem("settings", "text", refused.get())));
    }
    return parsed;
  }

  private static Config parsedAlone(String hocon) {
    try {
      return ConfigFactory.parseString(
          hocon,
          ConfigParseOptions.defaults()
              .setSyntax(ConfigSyntax.CONF)
              .setOriginDescription("settings")
              .setIncluder(
                  new IncludedFiles(
                      what -> {
                        throw included(what);
                      },
                      SettingsSource::included)));
    } catch (ConfigException.Parse e) {
      throw syntax(e.origin().lineNumber(), ParseProblem.of(e, hocon).message());
    } catch (ConfigException e) {
      // Such as a key of dots only, which the parser throws as something else than its mistakes.
      throw syntax(e.origin() == null ? 0 : e.origin().lineNumber(), e.getMessage());
    }
  }

  private static SettingsException syntax(int line, String message) {
    return new SettingsException(
        List.of(new Problem("settings" + (line > 0 ? ": " + line : ""), "syntax", message)));
  }

  private static SettingsException included(String what) {
    return new SettingsException(
        List.of(
            new Problem(
                "settings",
                "include",
                what + " is not read here; check the file itself with 'integration-host check'")));
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
      throw missing(file, e);
    }
  }

  private static SettingsException missing(Config file, ConfigException problem) {
    return new SettingsException(
        List.of(
            new Problem(
                file.origin().description(),
                "substitution",
                problem.getMessage()
                    + "; set the variable, or write ${?NAME} for one that may be"
                    + " missing")));
  }

  /**
   * The same for commands that need some sections only: where the rest cannot be filled in, as a
   * variable is set for the host's own process alone, the answer holds no more than these.
   *
   * @throws SettingsException when one of them cannot be filled in
   */
  static Config resolve(Config file, Map<String, String> environment, List<String> sections) {
    try {
      return resolve(file, environment);
    } catch (SettingsException e) {
      ConfigResolveOptions options = ConfigResolveOptions.defaults().setUseSystemEnvironment(false);
      Config all =
          file.withFallback(defaults())
              .withFallback(variables(environment))
              .resolve(options.setAllowUnresolved(true));
      Config some = ConfigFactory.empty(file.origin().description());
      try {
        for (String section : sections) {
          some = some.withFallback(all.withOnlyPath(section));
        }
        return some.resolve(options);
      } catch (ConfigException.UnresolvedSubstitution | ConfigException.NotResolved problem) {
        throw missing(file, problem);
      }
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
