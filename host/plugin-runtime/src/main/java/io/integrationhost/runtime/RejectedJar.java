package io.integrationhost.runtime;

import java.nio.file.Path;

/**
 * A file that could not be loaded as a plugin.
 *
 * @param file in the plugins directory; the directory itself when that cannot be read
 * @param reason what is wrong, as the end of a sentence that begins with the file
 * @param cure what to do
 */
public record RejectedJar(Path file, String reason, String cure) {

  /** All three in one sentence. */
  public String message() {
    return file + ": " + reason + "; " + cure;
  }
}
