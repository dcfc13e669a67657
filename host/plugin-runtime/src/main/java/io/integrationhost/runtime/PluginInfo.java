package io.integrationhost.runtime;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.Set;

/**
 * An installed plugin.
 *
 * @param id the word that names it in configurations
 * @param version a semantic version
 * @param description for people; may be empty, as {@code provider}
 * @param file the jar in the plugins directory
 * @param serves types and class names of integrations that it serves without being named
 * @param defaults its {@code plugin.conf}, resolved; empty without one
 * @param apiVersionRequired the plugin API it was built with, as written; empty when unknown
 * @param generation which copy of the jar this is, see {@link PluginCopy}
 * @param onDemand whether it is loaded by the first integration that needs it; otherwise at the
 *     start, since its manifest does not say whom it serves
 */
public record PluginInfo(
    String id,
    String version,
    String description,
    String provider,
    Path file,
    Set<String> serves,
    Config defaults,
    String apiVersionRequired,
    int generation,
    boolean onDemand) {

  public PluginInfo {
    serves = Set.copyOf(serves);
  }

  /** Id and version, as messages name the plugin. */
  public String label() {
    return copy().label();
  }

  /** The copy that transports are made with. */
  public PluginCopy copy() {
    return new PluginCopy(id, version, generation);
  }
}
