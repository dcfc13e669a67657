package io.integrationhost.cli.check;

import io.integrationhost.ground.CleanText;
import java.util.stream.Collectors;

/**
 * One thing that was looked at. Names and texts from outside are cleaned: none of them begins a
 * line of its own.
 *
 * @param subject what was looked at
 * @param message what was found and, if it is not good, what to do
 */
public record Finding(String subject, Level level, String message) {

  private static final int LONGEST_LINE = 2000;

  public Finding {
    subject = CleanText.name(subject);
    message =
        message
            .lines()
            .map(line -> CleanText.of(line, LONGEST_LINE))
            .collect(Collectors.joining("\n    "));
  }

  /** How good it is. */
  public enum Level {
    /** As it should be. */
    OK,
    /** A host would run with it, and say so. */
    WARNING,
    /** Something would not work. */
    PROBLEM
  }

  static Finding ok(String subject, String message) {
    return new Finding(subject, Level.OK, message);
  }

  static Finding warning(String subject, String message) {
    return new Finding(subject, Level.WARNING, message);
  }

  static Finding problem(String subject, String message) {
    return new Finding(subject, Level.PROBLEM, message);
  }
}
