package io.integrationhost.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Programs of the machine that tests use where they are installed, such as a broker or a client
 * that nobody here wrote. The environment variable {@value #VARIABLE} names those that must be
 * there, separated by blanks: then a test fails without one and is not skipped.
 */
public final class RequiredTools {

  /** The environment variable. */
  public static final String VARIABLE = "REQUIRED_TOOLS";

  /** Where servers lie, which not every user has on the PATH. */
  private static final String OF_SERVERS = "/usr/sbin";

  private RequiredTools() {}

  /**
   * The program of one of these names, on the PATH or where Debian keeps servers; skips the test
   * when there is none and none must be.
   *
   * @throws AssertionError when there is none and the environment variable names it
   */
  public static Path orSkip(String... names) {
    Optional<Path> found = Stream.of(names).flatMap(name -> find(name).stream()).findFirst();
    String required = Optional.ofNullable(System.getenv(VARIABLE)).orElse("");
    List<String> must = Arrays.asList(required.strip().split("\\s+", -1));
    String any = String.join(" or ", names);
    if (found.isEmpty() && Stream.of(names).anyMatch(must::contains)) {
      throw new AssertionError(VARIABLE + " names " + any + ", which is not on the PATH");
    }
    assumeTrue(found.isPresent(), () -> any + " is not installed");
    return found.orElseThrow();
  }

  private static Optional<Path> find(String name) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of((path + File.pathSeparator + OF_SERVERS).split(File.pathSeparator, -1))
        .filter(folder -> !folder.isBlank())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
