package io.integrationhost.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The directory in which the distribution was unpacked: relative paths of the settings start here.
 */
record Home(Path directory) {

  private static final String PROPERTY = "integration-host.home";

  static Home fromProperty() {
    return new Home(Path.of(System.getProperty(PROPERTY, "")).toAbsolutePath().normalize());
  }

  Optional<Path> defaultSettings() {
    return Optional.of(directory.resolve("conf").resolve("integration-host.conf"))
        .filter(Files::exists);
  }
}
