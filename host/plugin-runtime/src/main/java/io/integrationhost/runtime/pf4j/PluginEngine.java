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

  private final IsolatedPluginManager manager;

  /**
   * An engine without plugins. Switches the JDK's cache of jar connections off for the whole
   * process: it keeps jars open after their class loader has been closed.
   *
   * @param host the class loader of the packages that plugins share with the host
   */
  public PluginEngine(ClassLoader host) {
    URLConnection.setDefaultUseCaches("jar", false);
    this.manager = new IsolatedPluginManager(new SharedPackages(host));
  }

  /**
   * Loads a plugin and starts its life. When that fails the plugin is gone again, its class loader
   * closed.
   *
   * @throws RuntimeException what {@link PluginLife#start} threw, or what pf4j refused
   */
  public synchronized void load(StagedPlugin staged, PluginLife life) {
    String id = staged.descriptor().id();
    if (manager.getPlugin(id) != null) {
      throw new IllegalStateException("plugin '" + id + "' is loaded already; unload it first");
    }
    manager.enter(staged, life);
    try {
      // Null after a fault that pf4j only logs, and unresolved plugins vanish without a word.
      if (manager.loadPlugin(staged.jar()) == null || manager.getPlugin(id) == null) {
        throw new IllegalStateException("pf4j did not load plugin '" + id + "'; see the log");
      }
      manager.startPlugin(id);
      ((HostOwnedPlugin) manager.getPlugin(id).getPlugin()).throwRefusal();
    } catch (RuntimeException e) {
      unload(id);
      throw e;
    }
  }

  /** Ends a plugin's life and closes its class loader; does nothing for an unknown plugin. */
  public synchronized void unload(String id) {
    try {
      if (manager.getPlugin(id) != null && !manager.unloadPlugin(id)) {
        LOG.error("pf4j did not unload plugin '{}'; its memory is lost until a restart", id);
      }
    } finally {
      manager.leave(id);
    }
  }
}
