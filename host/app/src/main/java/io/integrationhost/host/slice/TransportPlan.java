package io.integrationhost.host.slice;

import com.typesafe.config.Config;

/**
 * One transport that an integration's configuration asks for.
 *
 * @param name of the transport inside its integration
 * @param plugin the id of the plugin that makes it
 * @param slice its part of the configuration, without the plugin's defaults
 */
public record TransportPlan(String name, String plugin, Config slice) {

  /** Names transport and plugin, never the slice: it may hold secrets. */
  @Override
  public String toString() {
    return "TransportPlan[" + name + ", plugin " + plugin + "]";
  }
}
