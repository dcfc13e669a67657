package io.integrationhost.host.plan;

import com.typesafe.config.Config;
import io.integrationhost.runtime.Layers;
import io.integrationhost.runtime.PluginCopy;
import java.nio.file.Path;

/**
 * One transport that an integration's configuration asks for.
 *
 * @param name of the transport inside its integration
 * @param copy the copy of the plugin that makes it
 * @param type of the integration, as ThingsBoard writes it
 * @param layers what it is configured with, without the plugin's defaults
 */
public record TransportPlan(String name, PluginCopy copy, String type, Layers layers) {

  /** One for which the operator has set nothing. */
  public TransportPlan(String name, PluginCopy copy, String type, Config slice) {
    this(name, copy, type, Layers.of(slice));
  }

  /** The id of the plugin that makes it. */
  public String plugin() {
    return copy.id();
  }

  /** Its part of the integration's configuration. */
  public Config slice() {
    return layers.slice();
  }

  /**
   * Where a transport keeps its files.
   *
   * @param data the host's data directory
   */
  public static Path directory(Path data, String integration, String transport) {
    return data.resolve("transports")
        .resolve(integration)
        .resolve(transport.replaceAll("[^A-Za-z0-9._-]", "_"));
  }

  /** Names transport and plugin, never the slice: it may hold secrets. */
  @Override
  public String toString() {
    return "TransportPlan[" + name + ", plugin " + copy.label() + "]";
  }
}
