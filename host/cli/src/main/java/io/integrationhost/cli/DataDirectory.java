package io.integrationhost.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that say where a host keeps its data, for commands that work on its files. */
final class DataDirectory {

  @Mixin private SettingsOption settings;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The host's data directory. Default: as the settings say.")
  private Path data;

  SettingsOption settings() {
    return settings;
  }

  /**
   * An existing directory.
   *
   * @param asking the command that complains when there is none
   */
  Path of(CommandSpec asking) {
    if (data == null) {
      data = settings.loadDataDirectory();
      if (!Files.isDirectory(data)) {
        throw new ParameterException(
            asking.commandLine(),
            "There is no data directory "
                + data
                + "; name the host's own with --data DIR (a variable that is set for the host's"
                + " process only is not seen here)");
      }
    } else if (!Files.isDirectory(data)) {
      throw new ParameterException(
          asking.commandLine(),
          "--data: there is no directory " + data + "; name the host's data directory");
    }
    return data;
  }
}
