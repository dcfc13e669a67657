package io.integrationhost.plugin;

import java.util.List;
import java.util.Set;

/**
 * The entry point of a plugin jar: makes transports of one kind. Named in {@code
 * META-INF/services/io.integrationhost.plugin.TransportPlugin}, exactly one per jar, with a public
 * constructor without parameters.
 *
 * <p>One instance lives as long as the plugin is loaded and serves all integrations that use it.
 * The host calls it on the plugin's own thread only, one call at a time.
 */
public interface TransportPlugin extends AutoCloseable {

  /**
   * Builds the transport for one slice of an integration's configuration. Builds only: opens no
   * socket, starts no thread, does not block.
   *
   * @param context what the host gives to this transport
   * @return a transport that does not serve yet
   * @throws TransportException of kind {@link TransportException.Kind#CONFIGURATION} when the slice
   *     cannot be used; the message names the key, the value and what is expected
   * @throws com.typesafe.config.ConfigException as thrown by the getters of {@link
   *     TransportContext#config()}; the host reports it with its origin
   */
  Transport create(TransportContext context);

  /**
   * The integrations that this plugin serves without being named in their configuration: type names
   * as ThingsBoard writes them (such as {@code TCP}), or class names as they stand under {@code
   * clazz} in a custom integration. Answers the same always: builds write the answer into the
   * manifest, by which a host knows it before it loads the plugin.
   *
   * @return names, none of which another plugin should serve too
   */
  default Set<String> serves() {
    return Set.of();
  }

  /**
   * Commands that the plugin brings, such as a simulator of its devices. Called on the plugin's own
   * thread, in a process that creates no transport.
   *
   * @return tools whose names differ
   */
  default List<Tool> tools() {
    return List.of();
  }

  /**
   * Releases what all transports of the plugin share, such as event loops. Called once, after the
   * last transport has stopped.
   */
  @Override
  default void close() {}
}
