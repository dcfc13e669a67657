package io.integrationhost.runtime;

/**
 * The host's own copy of one plugin jar. A jar that was replaced by other bytes gives another copy,
 * also when id and version are the same.
 *
 * @param generation tells copies apart; larger for later ones
 */
public record PluginCopy(String id, String version, int generation) {

  /** Id and version, as messages name the plugin. */
  public String label() {
    return id + " " + version;
  }
}
