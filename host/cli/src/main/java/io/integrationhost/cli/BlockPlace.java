package io.integrationhost.cli;

import io.integrationhost.host.isolation.BlockFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say which host's blocks are meant. */
final class BlockPlace {

  @Mixin private SettingsOption settings;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The host's data directory. Default: as the settings say.")
  private Path data;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  Console console() {
    return new Console(spec.commandLine().getOut(), spec.commandLine().getErr());
  }

  BlockFolder folder() {
    if (data == null) {
      return new BlockFolder(settings.load().dataDirectory());
    }
    if (!Files.isDirectory(data)) {
      throw new ParameterException(
          spec.commandLine(),
          "--data: there is no directory " + data + "; name the host's data directory");
    }
    return new BlockFolder(data);
  }
}
