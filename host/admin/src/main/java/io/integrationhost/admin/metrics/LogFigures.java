package io.integrationhost.admin.metrics;

/**
 * What was logged since the start.
 *
 * @param warnings lines
 * @param errors lines
 * @param suppressed lines held back since too many of their kind came, as far as a later line of
 *     the kind told of them
 */
public record LogFigures(long warnings, long errors, long suppressed) {

  /** Where nobody counts. */
  public static final LogFigures NONE = new LogFigures(0, 0, 0);
}
