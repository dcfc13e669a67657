package io.integrationhost.runtime;

import java.util.List;
import java.util.Optional;

/**
 * What is installed; a snapshot.
 *
 * @param plugins loaded, in the order of loading
 * @param rejected files that could not be loaded, each with its reason
 * @param superseded files that hold an older version of a loaded plugin
 */
public record PluginCatalog(
    List<PluginInfo> plugins, List<RejectedJar> rejected, List<SupersededJar> superseded) {

  public PluginCatalog {
    plugins = List.copyOf(plugins);
    rejected = List.copyOf(rejected);
    superseded = List.copyOf(superseded);
  }

  static PluginCatalog empty() {
    return new PluginCatalog(List.of(), List.of(), List.of());
  }

  /** The loaded plugin with this id. */
  public Optional<PluginInfo> find(String id) {
    return plugins.stream().filter(plugin -> plugin.id().equals(id)).findFirst();
  }

  /** The loaded plugins that declare to serve this type or class name of an integration. */
  public List<PluginInfo> serving(String typeOrClass) {
    return plugins.stream().filter(plugin -> plugin.serves().contains(typeOrClass)).toList();
  }

  PluginCatalog without(String id) {
    return new PluginCatalog(
        plugins.stream().filter(plugin -> !plugin.id().equals(id)).toList(), rejected, superseded);
  }
}
