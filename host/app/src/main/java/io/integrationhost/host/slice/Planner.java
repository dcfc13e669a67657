package io.integrationhost.host.slice;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
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
    List<TransportPlan> plans =
        transport.hasPath("plugins")
            ? several(integration, transport)
            : List.of(single(integration, type, configuration, chosen));
    return new IntegrationPlan(plans, configuration.metadata());
  }

  private List<TransportPlan> several(String integration, Config transport) {
    ConfigValue section = transport.getValue("plugins");
    if (!(section instanceof ConfigObject entries) || entries.isEmpty()) {
      throw new PlanException(
          where(integration, section)
              + "plugins must be an object with one entry per transport, such as"
              + " {\"plugins\": {\"tcp\": {\"port\": 5555}}}");
    }
    List<TransportPlan> plans = new ArrayList<>();
    entries.forEach((name, value) -> plans.add(entry(integration, name, value)));
    return plans;
  }

  private TransportPlan entry(String integration, String name, ConfigValue value) {
    if (!(value instanceof ConfigObject object)) {
      throw new PlanException(
          where(integration, value)
              + "plugins."
              + ConfigUtil.joinPath(name)
              + " must be an object with the settings of the transport");
    }
    Config slice = object.toConfig();
    boolean named =
        slice.hasPath("plugin") && slice.getValue("plugin").valueType() == ConfigValueType.STRING;
    String plugin = named ? slice.getString("plugin") : name;
    require(integration, plugin, "plugins." + name);
    return new TransportPlan(name, plugin, slice.withoutPath("plugin"));
  }

  private TransportPlan single(
      String integration, String type, JsonConfiguration configuration, Optional<String> chosen) {
    chosen.ifPresent(plugin -> require(integration, plugin, "the host's setting 'plugin'"));
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

  private void require(String integration, String plugin, String origin) {
    if (catalog.find(plugin).isEmpty()) {
      throw new PlanException(
          "integration '"
              + integration
              + "': "
              + origin
              + " asks for plugin '"
              + plugin
              + "', which is not installed; installed: "
              + installed()
              + ". Put its jar into plugins/ or correct the name");
    }
  }

  private String installed() {
    List<String> ids = catalog.plugins().stream().map(PluginInfo::id).sorted().toList();
    return ids.isEmpty() ? "none" : String.join(", ", ids);
  }

  private static String where(String integration, ConfigValue value) {
    String origin = value.origin().description();
    return (origin.startsWith("integration ") ? origin : "integration '" + integration + "'")
        + ": ";
  }
}
