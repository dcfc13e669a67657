package io.integrationhost.plugin;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;

/** What the host gives to one transport. All methods may be called from any thread. */
@ProvidedByHost
public interface TransportContext {

  /**
   * The name of the integration, for logs and messages.
   *
   * @return the name
   */
  String integration();

  /**
   * The name of this transport inside its integration, for logs and messages.
   *
   * @return the name
   */
  String transport();

  /**
   * The slice of the integration's configuration that belongs to this transport, over the defaults
   * of the plugin's own {@code plugin.conf}. Resolved, never changes; a new configuration makes a
   * new transport.
   *
   * @return the slice
   */
  Config config();

  /**
   * Where the transport publishes what its devices say.
   *
   * @return always the same object
   */
  Uplinks uplinks();

  /**
   * Runs short tasks on the plugin's own thread. Tasks are cancelled when the transport has
   * stopped; the scheduler cannot be shut down by the plugin.
   *
   * @return always the same object
   */
  ScheduledExecutorService scheduler();

  /**
   * The host's clock.
   *
   * @return the clock for all time stamps
   */
  Clock clock();

  /**
   * A directory for this transport alone; created at the first call, kept over restarts.
   *
   * @return an existing directory
   */
  Path dataDirectory();
}
