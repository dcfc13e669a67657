package io.integrationhost.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Programs of the machine that tests use where they are installed. The environment variable {@value
 * #VARIABLE} names those that must be there, separated by blanks: then a test fails without one and
 * is not skipped.
 */
final class RequiredTools {

  static final String VARIABLE = "REQUIRED_TOOLS";

  private static final int PATIENCE_SECONDS = 60;

  private RequiredTools() {}

  /** The program of one of these names; skips the test when there is none and none must be. */
  static Path orSkip(String... names) {
    Optional<Path> found = Stream.of(names).flatMap(name -> find(name).stream()).findFirst();
    List<String> required =
        Arrays.asList(
            Optional.ofNullable(System.getenv(VARIABLE)).orElse("").strip().split("\\s+"));
    if (found.isEmpty() && Stream.of(names).anyMatch(required::contains)) {
      throw new AssertionError(
          VARIABLE + " names " + String.join(" or ", names) + ", which is not on the PATH");
    }
    assumeTrue(found.isPresent(), () -> String.join(" or ", names) + " is not installed");
    return found.orElseThrow();
  }

  private static Optional<Path> find(String name) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(path.split(File.pathSeparator))
        .filter(folder -> !folder.isBlank())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Runs a program, which has to find nothing to complain of; answers with what it says. */
  static String succeeds(Path directory, Optional<Path> input, Path tool, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(tool.toString()));
    command.addAll(List.of(arguments));
    Path said = Files.createTempFile("tool", ".out");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(said.toFile());
      input.ifPresent(file -> builder.redirectInput(file.toFile()));
      Process process = builder.start();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(command + " does not end");
      }
      String output = Files.readString(said, StandardCharsets.UTF_8);
      assertThat(process.exitValue()).as(command + "\n" + output).isZero();
      return output;
    } finally {
      Files.deleteIfExists(said);
    }
  }
}
