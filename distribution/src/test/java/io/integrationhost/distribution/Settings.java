package io.integrationhost.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes settings files for tests. */
final class Settings {

  private Settings() {}

  /** Settings for integrations whose secrets follow from their keys. */
  static Path of(Path directory, int thingsBoardPort, String... keys) throws IOException {
    StringBuilder text = new StringBuilder(head(directory, thingsBoardPort));
    for (String key : keys) {
      text.append(
          "integrations.%s { routing-key = \"%s\", secret = \"%s\" }%n"
              .formatted(key, key, Integrations.secret(key)));
    }
    return write(directory, text.toString());
  }

  static String head(Path directory, int thingsBoardPort) {
    return """
        thingsboard { host = "127.0.0.1", port = %d }
        data-directory = "%s"
        """
        .formatted(thingsBoardPort, directory.resolve("data"));
  }

  static Path write(Path directory, String text) throws IOException {
    return Files.writeString(directory.resolve("host.conf"), text);
  }
}
