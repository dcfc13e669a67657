package io.integrationhost.runtime;

import io.integrationhost.runtime.jar.Descriptor;
import io.integrationhost.runtime.jar.StagedPlugin;
import java.util.Set;

/**
 * One staged copy of a plugin jar, loaded or not. Its monitor is held while it is loaded or
 * unloaded, which waits for the plugin; reading never waits.
 */
final class PluginGeneration {

  private final StagedPlugin staged;
  private final int number;
  private volatile LoadedPlugin loaded;
  private volatile boolean gone;

  PluginGeneration(StagedPlugin staged, int number) {
    this.staged = staged;
    this.number = number;
  }

  StagedPlugin staged() {
    return staged;
  }

  int number() {
    return number;
  }

  String id() {
    return staged.descriptor().id();
  }

  String version() {
    return staged.descriptor().version().toString();
  }

  String label() {
    return id() + " " + version();
  }

  /** What pf4j calls it: several copies of one plugin may be loaded at a time. */
  String key() {
    return id() + "#" + number;
  }

  /** Whether enough is known of it without its classes. */
  boolean isOnDemand() {
    return staged.descriptor().serves().isPresent();
  }

  /** What is known of it; only one whose manifest tells whom it serves need not be loaded. */
  PluginInfo info() {
    LoadedPlugin plugin = loaded;
    return plugin == null ? info(staged.descriptor().serves().orElseThrow()) : plugin.info();
  }

  /** What is known of it, with what its code answered. */
  PluginInfo info(Set<String> serves) {
    Descriptor descriptor = staged.descriptor();
    return new PluginInfo(
        descriptor.id(),
        version(),
        descriptor.description(),
        descriptor.provider(),
        staged.original(),
        serves,
        staged.defaults(),
        descriptor.requires(),
        number,
        isOnDemand());
  }

  /** Null while it is not loaded. */
  LoadedPlugin loaded() {
    return loaded;
  }

  void loaded(LoadedPlugin plugin) {
    loaded = plugin;
  }

  boolean isLoaded() {
    return loaded != null;
  }

  /** Whether its files are deleted or about to be. */
  boolean isGone() {
    return gone;
  }

  void leave() {
    gone = true;
  }
}
