package io.integrationhost.runtime;

import java.nio.file.Path;

/**
 * A file that could not be loaded as a plugin.
 *
 * @param file in the plugins directory; the directory itself when that cannot be read
 * @param reason what is wrong, as the end of a sentence that begins with the file
 * @param cure what to do
 * @param plugin the id of the plugin in it; empty when the file does not tell
 */
public record RejectedJar(Path file, String reason, String cure, String plugin) {

  /** A file of which nobody knows what plugin it holds. */
  public RejectedJar(Path file, String reason, String cure) {
    this(file, reason, cure, "");
  }

  /** File, reason and cure in one sentence. */
  public String message() {
    return file + ": " + reason + "; " + cure;
  }
}
