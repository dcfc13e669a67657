package io.integrationhost.cli;

import io.integrationhost.host.settings.HostSettings;
import io.integrationhost.host.settings.LiveSettings;
import io.integrationhost.host.settings.SettingsLoader;
import io.integrationhost.runtime.PluginSettings;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option {@code --conf}, shared by commands that need settings. */
final class SettingsOption {

  @Option(
      names = {"-c", "--conf"},
      paramLabel = "FILE",
      description = {
        "Settings file (HOCON). Default: conf/integration-host.conf beside bin/.",
        "The environment variables INTEGRATION_ROUTING_KEY and INTEGRATION_SECRET describe an"
            + " integration 'default' beside those of the file; RPC_HOST, RPC_PORT, ... set what the"
            + " file does not."
      })
  private Path file;

  /** Whether the user named a file. */
  boolean isGiven() {
    return file != null;
  }

  /** The settings file, if there is one. */
  Optional<Path> file() {
    return chosen();
  }

  HostSettings load() {
    return loader().load(chosen());
  }

  /** Where the host keeps its files; integrations may be missing or wrong. */
  Path loadDataDirectory() {
    return loader().loadDataDirectory(chosen());
  }

  /**
   * Reads a text as a settings file would be.
   *
   * @throws io.integrationhost.host.settings.SettingsException with every problem found
   */
  static HostSettings read(String text) {
    return loader().checkText(text);
  }

  /** Settings that a running host follows. */
  LiveSettings live() {
    return new LiveSettings(loader(), chosen());
  }

  /** Only what is said of plugins; integrations may be missing or wrong. */
  PluginSettings loadPlugins() {
    return loader().loadPlugins(chosen());
  }

  private static SettingsLoader loader() {
    return new SettingsLoader(Home.fromProperty().directory(), System.getenv());
  }

  private Optional<Path> chosen() {
    return Optional.ofNullable(file).or(Home.fromProperty()::defaultSettings);
  }
}
