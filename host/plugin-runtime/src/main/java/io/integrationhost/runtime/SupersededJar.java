package io.integrationhost.runtime;

import java.nio.file.Path;

/**
 * A good jar that is not loaded because another file holds the same plugin in a higher version.
 *
 * @param file the jar that is not loaded
 * @param winner the jar that is
 */
public record SupersededJar(Path file, String id, String version, Path winner) {

  /** What it is and what to do, in one sentence. */
  public String message() {
    return file
        + ": plugin "
        + id
        + " "
        + version
        + " is superseded by "
        + winner
        + "; delete the one that is not wanted";
  }
}
