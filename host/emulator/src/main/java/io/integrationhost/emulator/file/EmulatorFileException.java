package io.integrationhost.emulator.file;

import java.util.List;
import java.util.stream.Collectors;

/** A file that cannot be used; the message holds all its problems, one a line. */
public final class EmulatorFileException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<FileProblem> problems;

  EmulatorFileException(List<FileProblem> problems) {
    super(problems.stream().map(FileProblem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** All problems, in the order of the file's keys. */
  public List<FileProblem> problems() {
    return problems;
  }
}
