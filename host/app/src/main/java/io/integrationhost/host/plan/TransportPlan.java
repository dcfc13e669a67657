package io.integrationhost.host.plan;

import com.typesafe.config.Config;
import io.integrationhost.runtime.PluginCopy;

/**
 * One transport that an integration's configuration asks for.
 *
 * @param name of the transport inside its integration
 * @param copy the copy of the plugin that makes it
 * @param slice its part of the configuration, without the plugin's defaults
 */
public record TransportPlan(String name, PluginCopy copy, Config slice) {

  /** The id of the plugin that makes it. */
  public String plugin() {
    return copy.id();
  }

  /** Names transport and plugin, never the slice: it may hold secrets. */
  @Override
  public String toString() {
    return "TransportPlan[" + name + ", plugin " + copy.label() + "]";
  }
}
