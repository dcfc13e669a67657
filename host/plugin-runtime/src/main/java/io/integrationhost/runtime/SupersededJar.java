package io.integrationhost.runtime;

import java.nio.file.Path;

/**
 * A good jar beside another one with a higher version of the same plugin. It serves only
 * integrations that pin its version.
 *
 * @param file the superseded jar
 * @param winner the jar that serves everybody else
 * @param generation which copy of the file this is, see {@link PluginCopy}
 */
public record SupersededJar(Path file, String id, String version, Path winner, int generation) {

  /** The copy that integrations may pin. */
  public PluginCopy copy() {
    return new PluginCopy(id, version, generation);
  }

  /** What it is and what to do, in one sentence. */
  public String message() {
    return file
        + ": plugin "
        + id
        + " "
        + version
        + " is superseded by "
        + winner
        + " and serves only integrations that pin it with plugin = \""
        + id
        + "@"
        + version
        + "\"; delete the file that is not wanted";
  }
}
