package io.integrationhost.convert.hint;

import java.util.Objects;

/**
 * What the author of a converter should know about one conversion.
 *
 * @param code stays the same, for programs
 * @param level how bad it is
 * @param text what is wrong and what to do
 */
public record Hint(String code, Level level, String text) {

  /** How bad it is. */
  public enum Level {
    /** Data are lost, or not what the author means. */
    WARNING,
    /** Worth knowing. */
    NOTE
  }

  public Hint {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(level, "level");
    Objects.requireNonNull(text, "text");
  }

  /** Whether it is about the language, so that it need not be said for each payload. */
  public boolean isGeneral() {
    return code.equals("whole-number");
  }

  static Hint warning(String code, String text) {
    return new Hint(code, Level.WARNING, text);
  }

  static Hint note(String code, String text) {
    return new Hint(code, Level.NOTE, text);
  }
}
