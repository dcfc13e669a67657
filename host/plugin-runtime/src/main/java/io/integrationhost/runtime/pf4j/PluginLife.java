package io.integrationhost.runtime.pf4j;

/** What happens in a plugin's life; implemented by the host, never by a plugin. */
public interface PluginLife {

  /**
   * The plugin's classes can be loaded now.
   *
   * @throws RuntimeException made of host classes only, to refuse the plugin; {@link #stop()}
   *     follows
   */
  void start(ClassLoader loader);

  /** The class loader closes next. Must let go of everything that belongs to the plugin. */
  void stop();
}
