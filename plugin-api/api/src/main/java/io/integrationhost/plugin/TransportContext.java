package io.integrationhost.plugin;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

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
   * The routing key of the integration, as protocols need it whose paths or topics hold it. It is
   * public: whoever sends to the integration knows it.
   *
   * @return the key; empty from a host that cannot tell
   */
  default String routingKey() {
    return "";
  }

  /**
   * The type of the integration as ThingsBoard writes it, such as {@code HTTP}, {@code SIGFOX} or
   * {@code CUSTOM}: one plugin may serve several.
   *
   * @return the type; empty from a host that cannot tell
   */
  default String integrationType() {
    return "";
  }

  /**
   * The slice of the integration's configuration that belongs to this transport, over the defaults
   * of the plugin's own {@code plugin.conf} and under what the operator has set in the host's own
   * settings. Resolved, never changes; a new configuration makes a new transport.
   *
   * @return the slice
   */
  Config config();

  /**
   * The part of {@link #config()} that comes from the host's own settings and not from ThingsBoard.
   * Tells what the operator wrote from what a tenant wrote, such as the name of a file: a tenant
   * must not be able to read the files of the host.
   *
   * @return resolved, never changes; empty when the operator has set nothing for this transport
   */
  default Config overlay() {
    return ConfigFactory.empty();
  }

  /**
   * A secret that the operator keeps in the host's settings for this integration; a slice names it,
   * by the convention {@code "secret:NAME"}, without knowing it. Ask again for each use, such as
   * each login, since the operator may replace it; the answer may come from a file, so do not ask
   * on an event loop. Never log it.
   *
   * @param name as the settings have it
   * @return the value of now; empty when the settings have no such secret for this integration
   * @throws TransportException of kind {@link TransportException.Kind#UNAVAILABLE} when its file
   *     cannot be read; the message names the file and never the value
   */
  default Optional<String> secret(String name) {
    return Optional.empty();
  }

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

  /**
   * Where the transport tells what passes on its sockets.
   *
   * @return always the same object
   */
  default Wire wire() {
    return Wire.SILENT;
  }

  /**
   * A counter among the host's metrics, labelled with integration and transport. Counters and
   * gauges of one transport together may have 20 names and 50 series; what goes beyond is {@link
   * Counter#IGNORED}, with one warning in the log. The same name gives the same counter.
   *
   * @param name lower-case letters, digits and underscores, beginning with a letter, at most 60,
   *     such as {@code polls_skipped}; the host adds its prefix and the ending
   * @param help one line for people
   * @return counts until the transport has stopped
   * @throws IllegalArgumentException when the name is malformed or was used for something else
   */
  default Counter counter(String name, String help) {
    return Counter.IGNORED;
  }

  /**
   * A counter with a label of its own, otherwise as {@link #counter(String, String)}; each value is
   * a series, and so is {@code other}, which stands for all values that are not listed.
   *
   * @param name as there
   * @param help as there
   * @param label a name like that of the counter, other than {@code integration} and {@code
   *     transport}
   * @param values all that the label can have
   * @return ask it for {@link Counter#of} a value
   * @throws IllegalArgumentException as there
   */
  default Counter counter(String name, String help, String label, String... values) {
    return Counter.IGNORED;
  }

  /**
   * A value of now among the host's metrics, such as a length or a time. Names and bounds are those
   * of {@link #counter(String, String)}. It ends with the transport.
   *
   * @param name as there, with its unit at the end, such as {@code lag_seconds}
   * @param help one line for people
   * @param value asked at each look from a thread of the host: must answer at once, and while it
   *     throws the gauge is left out
   * @throws IllegalArgumentException as there
   */
  default void gauge(String name, String help, LongSupplier value) {}

  /**
   * The memory that the transport may fill with what its devices make it keep.
   *
   * @return always the same object
   */
  default Memory memory() {
    return Memory.UNBOUNDED;
  }
}
