package io.integrationhost.runtime;

import io.integrationhost.runtime.jar.StagedPlugin;

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
