package io.integrationhost.cli;

import io.integrationhost.host.deadletter.DeadLetterArchive;
import io.integrationhost.host.deadletter.FiledLetter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say which dead letters are meant, shared by the commands about them. */
final class LetterPlace {

  @Mixin private DataDirectory data;

  @Option(
      names = "--integration",
      paramLabel = "NAME",
      description = "Only letters of this integration, by its name in the settings.")
  private String integration;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  Console console() {
    return new Console(spec.commandLine().getOut(), spec.commandLine().getErr());
  }

  DeadLetterArchive archive() {
    return new DeadLetterArchive(directory());
  }

  /** All letters of the integration, or of all. */
  List<FiledLetter> letters(DeadLetterArchive archive) throws IOException {
    return archive.letters().stream()
        .filter(letter -> integration == null || letter.integration().equals(integration))
        .toList();
  }

  /** Like "of integration 'yard' in data". */
  String where() {
    return Optional.ofNullable(integration).map(name -> "of integration '" + name + "' ").orElse("")
        + "in "
        + directory();
  }

  ParameterException badUsage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private Path directory() {
    return data.of(spec);
  }
}
