package io.integrationhost.runtime;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is installed; a snapshot.
 *
 * @param plugins the newest version of each, by id: loaded, or so as soon as it is needed
 * @param rejected files that cannot be used, each with its reason; a former copy of the same file
 *     may be among the plugins
 * @param superseded files that hold an older version of a plugin, the newest first
 */
public record PluginCatalog(
    List<PluginInfo> plugins, List<RejectedJar> rejected, List<SupersededJar> superseded) {

  private static final int MOST_TOLD = 3;

  public PluginCatalog {
    plugins = List.copyOf(plugins);
    rejected = List.copyOf(rejected);
    superseded = List.copyOf(superseded);
  }

  static PluginCatalog empty() {
    return new PluginCatalog(List.of(), List.of(), List.of());
  }

  /** The newest version of the plugin with this id. */
  public Optional<PluginInfo> find(String id) {
    return plugins.stream().filter(plugin -> plugin.id().equals(id)).findFirst();
  }

  /** The copy that a reference means: the newest, or that of the pinned version. */
  public Optional<PluginCopy> find(PluginReference reference) {
    return copies().filter(reference::names).findFirst();
  }

  /** The plugins that declare to serve this type or class name of an integration. */
  public List<PluginInfo> serving(String typeOrClass) {
    return plugins.stream().filter(plugin -> plugin.serves().contains(typeOrClass)).toList();
  }

  /** Whether the same copies can be used as with another catalog. */
  public boolean offersSameAs(PluginCatalog other) {
    return offers().equals(other.offers());
  }

  /** The references that can be used, for messages: {@code modbus, tcp, tcp@1.1.0}. */
  public String installed() {
    Stream<String> newest = plugins.stream().map(PluginInfo::id);
    Stream<String> older = superseded.stream().map(jar -> jar.id() + "@" + jar.version());
    String all = Stream.concat(newest, older).sorted().collect(Collectors.joining(", "));
    return all.isEmpty() ? "none" : all;
  }

  /** The versions of one plugin, the newest first; empty when it is not installed. */
  public List<String> versions(String id) {
    return copies().filter(copy -> copy.id().equals(id)).map(PluginCopy::version).toList();
  }

  /** Whether transports can be made with this copy. */
  public boolean offers(PluginCopy copy) {
    return copies().anyMatch(copy::equals);
  }

  /**
   * Why files of the plugins directory are no help to somebody who needs a plugin, for messages;
   * empty when there is none that could be.
   *
   * @param id the plugin; empty when any may be the one
   */
  public String rejectedFor(String id) {
    List<RejectedJar> known =
        rejected.stream().filter(jar -> id.isEmpty() || jar.plugin().equals(id)).toList();
    List<RejectedJar> told =
        known.isEmpty() ? rejected.stream().filter(jar -> jar.plugin().isEmpty()).toList() : known;
    String first =
        told.stream().limit(MOST_TOLD).map(RejectedJar::message).collect(Collectors.joining("; "));
    return told.size() > MOST_TOLD
        ? first + "; and " + (told.size() - MOST_TOLD) + " more, see 'plugins'"
        : first;
  }

  private Set<PluginCopy> offers() {
    return copies().collect(Collectors.toUnmodifiableSet());
  }

  private Stream<PluginCopy> copies() {
    return Stream.concat(
        plugins.stream().map(PluginInfo::copy), superseded.stream().map(SupersededJar::copy));
  }
}
