package io.integrationhost.runtime.pf4j;

import org.pf4j.Plugin;
import org.pf4j.PluginWrapper;

/**
 * The object that pf4j takes for the plugin. It belongs to the host, so pf4j neither loads a class
 * by name nor meets an exception of a plugin, and {@link #stop()} never throws, which pf4j would
 * answer by keeping the plugin for ever.
 */
final class HostOwnedPlugin extends Plugin {

  private final PluginWrapper pf4j;
  private final PluginLife life;
  private RuntimeException refusal;

  HostOwnedPlugin(PluginWrapper pf4j, PluginLife life) {
    this.pf4j = pf4j;
    this.life = life;
  }

  @Override
  public void start() {
    try {
      life.start(pf4j.getPluginClassLoader());
    } catch (RuntimeException e) {
      refusal = e;
    } catch (Error e) {
      // Of the host, which has no memory or thread left: pf4j would forget the plugin half loaded.
      refusal = new IllegalStateException(e.toString(), e);
    }
  }

  @Override
  public void stop() {
    try {
      life.stop();
    } catch (RuntimeException | Error e) {
      log.error("Plugin '{}' did not stop cleanly: {}", pf4j.getPluginId(), e.toString());
    }
  }

  void throwRefusal() {
    if (refusal != null) {
      throw refusal;
    }
  }
}
