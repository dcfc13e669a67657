package io.integrationhost.host.check;

/**
 * One thing that was looked at.
 *
 * @param subject what was looked at
 * @param message what was found and, if it is not good, what to do
 */
public record Finding(String subject, Level level, String message) {

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
