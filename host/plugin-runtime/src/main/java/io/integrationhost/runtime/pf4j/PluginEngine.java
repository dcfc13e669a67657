package io.integrationhost.runtime.pf4j;

import io.integrationhost.runtime.jar.StagedPlugin;
import java.net.URLConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads and unloads staged plugins, one at a time: pf4j is not thread-safe, and its bulk calls stop
 * at the first fault.
 */
public final class PluginEngine {

  private static final Logger LOG = LoggerFactory.getLogger(PluginEngine.class);

  private final IsolatedPlugins manager;

  /**
   * An engine without plugins. Switches the JDK's cache of jar connections off for the whole
   * process: it keeps jars open after their class loader has been closed.
   *
   * @param host the class loader of the packages that plugins share with the host
   */
  public PluginEngine(ClassLoader host) {
    URLConnection.setDefaultUseCaches("jar", false);
    this.manager = new IsolatedPlugins(new SharedPackages(host));
  }

  /**
   * Loads a plugin and starts its life. When that fails the plugin is gone again, its class loader
   * closed.
   *
   * @param key tells copies of one plugin apart; any text
   * @throws RuntimeException what {@link PluginLife#start} threw, or what pf4j refused
   */
  public synchronized void load(String key, StagedPlugin staged, PluginLife life) {
    if (manager.getPlugin(key) != null) {
      throw new IllegalStateException("plugin '" + key + "' is loaded already; unload it first");
    }
    manager.enter(key, staged, life);
    try {
      // Null after a fault that pf4j only logs, and unresolved plugins vanish without a word.
      if (manager.loadPlugin(staged.jar()) == null || manager.getPlugin(key) == null) {
        throw new IllegalStateException("pf4j did not load plugin '" + key + "'; see the log");
      }
      manager.startPlugin(key);
      ((HostOwnedPlugin) manager.getPlugin(key).getPlugin()).throwRefusal();
    } catch (RuntimeException | Error e) {
      unload(key);
      throw e;
    }
  }

  /** Ends a plugin's life and closes its class loader; does nothing for an unknown plugin. */
  public synchronized void unload(String key) {
    try {
      if (manager.getPlugin(key) != null && !manager.unloadPlugin(key)) {
        LOG.error("pf4j did not unload plugin '{}'; its memory is lost until a restart", key);
      }
    } finally {
      manager.leave(key);
    }
  }
}
