package io.integrationhost.host.slice;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.integrationhost.runtime.NearMiss;
import io.integrationhost.runtime.PluginCatalog;
import io.integrationhost.runtime.PluginInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds out which transports an integration needs. With an object {@code plugins} in the
 * configuration each entry is one transport; otherwise the whole configuration is the slice of one
 * plugin.
 */
public final class Planner {

  private static final String PLUGINS = "plugins";
  private static final String PLUGIN = "plugin";

  private final PluginCatalog catalog;

  public Planner(PluginCatalog catalog) {
    this.catalog = catalog;
  }

  /**
   * Plans the transports of one integration.
   *
   * @param integration the name for messages
   * @param type as ThingsBoard names it, such as {@code CUSTOM} or {@code TCP}
   * @param json the integration's {@code configuration} (facts 6.1)
   * @param chosen the plugin that the host's own settings name for this integration
   * @throws PlanException when the configuration cannot be used or no plugin fits
   */
  public IntegrationPlan plan(
      String integration, String type, String json, Optional<String> chosen) {
    JsonConfiguration configuration = JsonConfiguration.parse(integration, type, json);
    Config transport = configuration.transport();
    return transport.root().containsKey(PLUGINS)
        ? new IntegrationPlan(several(transport), configuration.metadata(), besides(transport))
        : new IntegrationPlan(
            List.of(single(integration, type, configuration, chosen)),
            configuration.metadata(),
            List.of());
  }

  private static List<String> besides(Config transport) {
    List<String> warnings = new ArrayList<>();
    transport
        .root()
        .withoutKey(PLUGINS)
        .forEach(
            (key, value) ->
                warnings.add(
                    where(value)
                        + "key '"
                        + key
                        + "' stands beside plugins and is not read; move it into one of the"
                        + " entries of plugins"));
    return warnings;
  }

  private List<TransportPlan> several(Config transport) {
    ConfigValue section = transport.root().get(PLUGINS);
    if (!(section instanceof ConfigObject entries) || entries.isEmpty()) {
      throw new PlanException(
          where(section)
              + "plugins must be an object with one entry per transport, such as"
              + " {\"plugins\": {\"tcp\": {\"port\": 5555}}}");
    }
    List<TransportPlan> plans = new ArrayList<>();
    entries.forEach((name, value) -> plans.add(entry(name, value)));
    return plans;
  }

  private TransportPlan entry(String name, ConfigValue value) {
    String path = PLUGINS + "." + ConfigUtil.joinPath(name);
    if (!(value instanceof ConfigObject object)) {
      throw new PlanException(
          where(value) + path + " must be an object with the settings of the transport");
    }
    ConfigValue chosen = object.get(PLUGIN);
    if (chosen != null && chosen.valueType() != ConfigValueType.STRING) {
      throw new PlanException(
          where(chosen)
              + path
              + ".plugin must be the name of a plugin, is "
              + chosen.render(ConfigRenderOptions.concise())
              + "; installed: "
              + installed());
    }
    String plugin = chosen == null ? name : String.valueOf(chosen.unwrapped());
    require(plugin, where(chosen == null ? value : chosen) + path);
    return new TransportPlan(
        name, plugin, LineOrigins.section(object.withoutKey(PLUGIN).toConfig(), path));
  }

  private TransportPlan single(
      String integration, String type, JsonConfiguration configuration, Optional<String> chosen) {
    chosen.ifPresent(
        plugin ->
            require(plugin, "integration '" + integration + "': the host's setting 'plugin'"));
    String plugin =
        chosen
            .or(() -> configuration.className().flatMap(name -> serving(integration, name)))
            .or(() -> serving(integration, type))
            .or(this::onlyOne)
            .orElseThrow(
                () ->
                    new PlanException(
                        "integration '"
                            + integration
                            + "': no plugin serves type "
                            + type
                            + configuration.className().map(name -> " or class " + name).orElse("")
                            + "; installed: "
                            + installed()
                            + ". Put the plugin's jar into plugins/ or name one with"
                            + " integrations.<name>.plugin in the host's settings"));
    return new TransportPlan(plugin, plugin, configuration.transport());
  }

  private Optional<String> serving(String integration, String word) {
    List<String> ids = catalog.serving(word).stream().map(PluginInfo::id).sorted().toList();
    if (ids.size() > 1) {
      throw new PlanException(
          "integration '"
              + integration
              + "': plugins "
              + String.join(", ", ids)
              + " all serve "
              + word
              + "; name one with integrations.<name>.plugin in the host's settings");
    }
    return ids.stream().findFirst();
  }

  private Optional<String> onlyOne() {
    return catalog.plugins().size() == 1
        ? Optional.of(catalog.plugins().get(0).id())
        : Optional.empty();
  }

  private void require(String plugin, String origin) {
    if (catalog.find(plugin).isEmpty()) {
      throw new PlanException(
          origin
              + " asks for plugin '"
              + plugin
              + "', which is not installed; installed: "
              + installed()
              + new NearMiss(plugin)
                  .among(catalog.plugins().stream().map(PluginInfo::id).sorted().toList())
                  .map(near -> " (did you mean '" + near + "'?)")
                  .orElse("")
              + ". Put its jar into plugins/ or correct the name");
    }
  }

  private String installed() {
    List<String> ids = catalog.plugins().stream().map(PluginInfo::id).sorted().toList();
    return ids.isEmpty() ? "none" : String.join(", ", ids);
  }

  private static String where(ConfigValue value) {
    return value.origin().description() + ": ";
  }
}
