package io.integrationhost.plugin;

import com.typesafe.config.Config;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/**
 * What the host gives to a {@link Tool}. All methods may be called from any thread. A host may be
 * running beside the tool and use the same directories.
 */
@ProvidedByHost
public interface ToolContext {

  /**
   * What the user typed after the name of the tool.
   *
   * @return in order; never changes
   */
  List<String> args();

  /**
   * The standard input.
   *
   * @return always the same; not closed by the tool
   */
  InputStream in();

  /**
   * Where results go.
   *
   * @return always the same; not closed by the tool
   */
  PrintStream out();

  /**
   * Where messages for people go.
   *
   * @return always the same; not closed by the tool
   */
  PrintStream err();

  /**
   * What {@link TransportContext#config()} answers for a transport of this plugin, as far as the
   * host's settings and what it last heard from ThingsBoard tell.
   *
   * @param integration the integration's name in the host's settings
   * @param transport the transport's name inside its integration
   * @return the slice, resolved; may hold secrets
   * @throws TransportException of kind {@link TransportException.Kind#CONFIGURATION} when there is
   *     no such transport, or its configuration is not known here; the message names those that are
   */
  Config config(String integration, String transport);

  /**
   * What {@link TransportContext#dataDirectory()} answers for a transport of this plugin.
   *
   * @param integration the integration's name in the host's settings
   * @param transport the transport's name inside its integration
   * @return an existing directory
   * @throws TransportException of kind {@link TransportException.Kind#CONFIGURATION} when there is
   *     no such integration, of kind {@link TransportException.Kind#UNAVAILABLE} when the directory
   *     cannot be made
   */
  Path dataDirectory(String integration, String transport);
}
