package io.integrationhost.host.plan;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import io.integrationhost.ground.NearMiss;
import io.integrationhost.runtime.PluginCatalog;
import io.integrationhost.runtime.PluginCopy;
import io.integrationhost.runtime.PluginInfo;
import io.integrationhost.runtime.PluginReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds out which transports an integration needs. With an object {@code plugins} in the
 * configuration each entry is one transport; otherwise the whole configuration is the slice of one
 * plugin.
 */
public final class Planner {

  private static final String PLUGINS = "plugins";
  private static final String PLUGIN = "plugin";
  private static final String METADATA = "metadata";

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
   * @param chosen the plugin that the host's own settings name for this integration, maybe with a
   *     version: {@code tcp@1.2.0}
   * @throws PlanException when the configuration cannot be used or a plugin is missing
   */
  public IntegrationPlan plan(
      String integration, String type, String json, Optional<String> chosen) {
    IntegrationPlan plan = planInstalled(integration, type, json, chosen, Set.of());
    if (!plan.missing().isEmpty()) {
      throw new PlanException(String.join("; ", plan.missing()));
    }
    return plan;
  }

  /**
   * Plans what is possible with the plugins that are installed.
   *
   * @param former ids of plugins that have served this integration: where several could, or none
   *     declares to, one of these goes on
   * @throws PlanException when the configuration cannot be used
   */
  public IntegrationPlan planInstalled(
      String integration, String type, String json, Optional<String> chosen, Set<String> former) {
    JsonConfiguration configuration = JsonConfiguration.parse(integration, type, json);
    Config transport = configuration.transport();
    boolean several = transport.root().containsKey(PLUGINS);
    List<String> missing = new ArrayList<>();
    List<TransportPlan> plans = new ArrayList<>();
    try {
      if (several) {
        several(type, transport, plans, missing);
      } else {
        plans.add(single(integration, type, configuration, chosen, former));
      }
    } catch (MissingPlugin e) {
      missing.add(e.getMessage());
    }
    List<String> warnings = new ArrayList<>(several ? besides(transport) : List.of());
    WaitingWish waiting = several ? WaitingWish.none() : WaitingWish.read(transport, warnings);
    return new IntegrationPlan(plans, missing, configuration.metadata(), waiting, warnings);
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

  private void several(
      String type, Config transport, List<TransportPlan> plans, List<String> missing) {
    ConfigValue section = transport.root().get(PLUGINS);
    if (!(section instanceof ConfigObject entries) || entries.isEmpty()) {
      throw new PlanException(
          where(section)
              + "plugins must be an object with one entry per transport, such as"
              + " {\"plugins\": {\"tcp\": {\"port\": 5555}}}");
    }
    entries.forEach(
        (name, value) -> {
          try {
            plans.add(entry(type, name, value));
          } catch (MissingPlugin e) {
            missing.add(e.getMessage());
          }
        });
  }

  private TransportPlan entry(String type, String name, ConfigValue value) {
    String path = PLUGINS + "." + ConfigUtil.joinPath(name);
    if (!(value instanceof ConfigObject object)) {
      throw new PlanException(
          where(value) + path + " must be an object with the settings of the transport");
    }
    PluginCopy copy =
        named(object, path + "." + PLUGIN, path)
            .orElseGet(() -> require(name, where(value) + path));
    return new TransportPlan(
        name, copy, type, LineOrigins.section(object.withoutKey(PLUGIN).toConfig(), path));
  }

  /** The plugin that a slice itself asks for. */
  private Optional<PluginCopy> named(ConfigObject slice, String key, String asking) {
    ConfigValue chosen = slice.get(PLUGIN);
    if (chosen == null) {
      return Optional.empty();
    }
    if (chosen.valueType() != ConfigValueType.STRING) {
      throw new PlanException(
          where(chosen)
              + key
              + " must be the name of a plugin, is "
              + chosen.render(ConfigRenderOptions.concise())
              + "; installed: "
              + catalog.installed());
    }
    return Optional.of(require(String.valueOf(chosen.unwrapped()), where(chosen) + asking));
  }

  private TransportPlan single(
      String integration,
      String type,
      JsonConfiguration configuration,
      Optional<String> chosen,
      Set<String> former) {
    PluginCopy copy =
        chosen
            .map(
                plugin ->
                    require(
                        plugin, "integration '" + integration + "': the host's setting 'plugin'"))
            .or(() -> named(configuration.transport().root(), PLUGIN, "it"))
            .or(() -> configuration.className().flatMap(name -> serving(integration, name, former)))
            .or(() -> serving(integration, type, former))
            .or(() -> onlyOf(former))
            .or(this::onlyOne)
            .orElseThrow(
                () ->
                    new MissingPlugin(
                        "integration '"
                            + integration
                            + "': "
                            + nobodyServes(type, configuration, former)
                            + "; installed: "
                            + catalog.installed()
                            + ". Put the plugin's jar into plugins/, or name one with the key"
                            + " 'plugin' in the integration's configuration or with"
                            + " integrations.<name>.plugin in the host's settings"
                            + rejected("")));
    return new TransportPlan(copy.id(), copy, type, slice(copy, configuration));
  }

  /** With the integration's own metadata, if the plugin knows them: it may go by some of them. */
  private Config slice(PluginCopy copy, JsonConfiguration configuration) {
    Config own = configuration.transport().withoutPath(PLUGIN);
    boolean isKnown =
        catalog.plugins().stream()
            .anyMatch(one -> one.copy().equals(copy) && one.defaults().hasPathOrNull(METADATA));
    return isKnown && !configuration.metadata().isEmpty()
        ? own.withValue(
            METADATA,
            ConfigValueFactory.fromMap(
                configuration.metadata(), configuration.transport().origin().description()))
        : own;
  }

  private static String nobodyServes(
      String type, JsonConfiguration configuration, Set<String> former) {
    String gone =
        former.isEmpty()
            ? ""
            : "plugin '" + String.join("', '", former) + "', which served it, was removed, and ";
    return gone
        + "no plugin serves type "
        + type
        + configuration.className().map(name -> " or class " + name).orElse("");
  }

  private Optional<PluginCopy> serving(String integration, String word, Set<String> former) {
    List<PluginInfo> all = catalog.serving(word);
    if (all.size() < 2) {
      return all.stream().findFirst().map(PluginInfo::copy);
    }
    List<PluginInfo> known = all.stream().filter(each -> former.contains(each.id())).toList();
    if (known.size() != 1) {
      throw new MissingPlugin(
          "integration '"
              + integration
              + "': plugins "
              + all.stream().map(PluginInfo::id).sorted().collect(Collectors.joining(", "))
              + " all serve "
              + word
              + "; name one with integrations.<name>.plugin in the host's settings");
    }
    return Optional.of(known.get(0).copy());
  }

  /** A plugin that came later does not take an integration away from the one that serves it. */
  private Optional<PluginCopy> onlyOf(Set<String> former) {
    return former.size() == 1
        ? catalog.find(former.iterator().next()).map(PluginInfo::copy)
        : Optional.empty();
  }

  private Optional<PluginCopy> onlyOne() {
    return catalog.plugins().size() == 1
        ? Optional.of(catalog.plugins().get(0).copy())
        : Optional.empty();
  }

  private PluginCopy require(String plugin, String origin) {
    PluginReference reference = PluginReference.parse(plugin);
    return catalog
        .find(reference)
        .orElseThrow(
            () ->
                new MissingPlugin(
                    origin
                        + " asks for plugin '"
                        + plugin
                        + "', which is not installed; "
                        + instead(reference)
                        + ". Put its jar into plugins/ or correct the name"
                        + rejected(reference.id())));
  }

  /** Jars that are there and cannot be used: one of them may be what is asked for. */
  private String rejected(String plugin) {
    String reasons = catalog.rejectedFor(plugin);
    return reasons.isEmpty() ? "" : ". Rejected: " + reasons;
  }

  private String instead(PluginReference reference) {
    List<String> versions = catalog.versions(reference.id());
    if (!versions.isEmpty()) {
      return "installed versions of it: " + String.join(", ", versions);
    }
    return "installed: "
        + catalog.installed()
        + new NearMiss(reference.id())
            .among(catalog.plugins().stream().map(PluginInfo::id).sorted().toList())
            .map(near -> " (did you mean '" + near + "'?)")
            .orElse("");
  }

  private static String where(ConfigValue value) {
    return value.origin().description() + ": ";
  }

  /** No plugin fits now; one that comes later may. */
  private static final class MissingPlugin extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MissingPlugin(String message) {
      super(message, null, false, false);
    }
  }
}
