package io.integrationhost.emulator.file;

import io.integrationhost.ground.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** A file that cannot be used; the message holds all its problems, one a line. */
public final class EmulatorFileException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  EmulatorFileException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** All problems, in the order of the file's keys. */
  public List<Problem> problems() {
    return problems;
  }
}
