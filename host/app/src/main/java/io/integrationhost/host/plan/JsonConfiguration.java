package io.integrationhost.host.plan;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.integrationhost.hocon.ParseProblem;
import io.integrationhost.hocon.TextBounds;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** An integration's {@code configuration} (facts 6.1), taken apart. */
record JsonConfiguration(
    Config transport, Optional<String> className, Map<String, String> metadata) {

  private static final String CUSTOM = "CUSTOM";

  static JsonConfiguration parse(String integration, String type, String json) {
    Config outer = parse(origin(integration), json, ConfigSyntax.JSON);
    Map<String, String> metadata = metadata(outer);
    Config own = outer.withoutPath("metadata");
    if (!type.equals(CUSTOM)) {
      return new JsonConfiguration(own, Optional.empty(), metadata);
    }
    Optional<String> className = text(outer, "clazz");
    return new JsonConfiguration(custom(integration, outer), className, metadata);
  }

  /** The user's own text is a string for type CUSTOM; an object is taken as it is. */
  private static Config custom(String integration, Config outer) {
    if (!outer.hasPath("configuration")) {
      return ConfigFactory.empty(origin(integration));
    }
    ConfigValue value = outer.getValue("configuration");
    return switch (value.valueType()) {
      case OBJECT -> outer.getConfig("configuration");
      case STRING ->
          parse(origin(integration), String.valueOf(value.unwrapped()), ConfigSyntax.CONF);
      default ->
          throw new PlanException(
              value.origin().description()
                  + ": configuration must be a text with JSON in it, or an object; is "
                  + value.render(ConfigRenderOptions.concise()));
    };
  }

  private static String origin(String integration) {
    return "integration '" + integration + "', JSON configuration";
  }

  private static Config parse(String origin, String text, ConfigSyntax syntax) {
    if (text.isBlank() || text.strip().equals("null")) {
      return ConfigFactory.empty(origin);
    }
    Optional<ParseProblem> exceeded = TextBounds.ofTenant(text, syntax);
    if (exceeded.isPresent()) {
      throw unusable(origin, exceeded.get());
    }
    try {
      return LineOrigins.lines(
          ConfigFactory.parseString(
                  text,
                  ConfigParseOptions.defaults()
                      .setSyntax(syntax)
                      .setOriginDescription(origin)
                      .setIncluder(new NoIncludes(origin)))
              .resolve(ConfigResolveOptions.defaults().setUseSystemEnvironment(false)),
          origin);
    } catch (ConfigException.WrongType e) {
      throw new PlanException(
          origin + ": must be one object between braces, such as {\"port\": 5555}");
    } catch (ConfigException e) {
      throw unusable(origin, ParseProblem.of(e, text));
    }
  }

  private static PlanException unusable(String origin, ParseProblem problem) {
    return new PlanException(
        LineOrigins.line(origin, problem.line())
            + ": "
            + problem.message()
            + "; correct the configuration of the integration in ThingsBoard");
  }

  private static Map<String, String> metadata(Config outer) {
    Map<String, String> metadata = new LinkedHashMap<>();
    if (outer.hasPath("metadata")
        && outer.getValue("metadata").valueType() == ConfigValueType.OBJECT) {
      outer.getObject("metadata").forEach((key, value) -> metadata.put(key, asText(value)));
    }
    return metadata;
  }

  private static String asText(ConfigValue value) {
    if (value.valueType() == ConfigValueType.NUMBER) {
      // As it was written: 1.50 stays 1.50.
      return value.atKey("number").getString("number");
    }
    return value.valueType() == ConfigValueType.OBJECT || value.valueType() == ConfigValueType.LIST
        ? value.render(ConfigRenderOptions.concise())
        : String.valueOf(value.unwrapped());
  }

  private static Optional<String> text(Config config, String key) {
    String path = ConfigUtil.joinPath(key);
    return config.hasPath(path) && config.getValue(path).valueType() == ConfigValueType.STRING
        ? Optional.of(config.getString(path)).filter(text -> !text.isBlank())
        : Optional.empty();
  }
}
