package io.integrationhost.convert;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A script as its author wrote it.
 *
 * @param language {@code JS} or {@code TBEL}
 * @param body the function's body
 */
public record ScriptText(String language, String body) {
  public ScriptText {
    Objects.requireNonNull(language, "language");
    Objects.requireNonNull(body, "body");
  }

  public boolean isTbel() {
    return language.equals("TBEL");
  }

  /** Without comments and without what stands in quotes; every other character at its place. */
  public String code() {
    return new CodeOnly(body).text();
  }

  /**
   * One line of it, without the line end.
   *
   * @param number from 1
   */
  public Optional<String> line(int number) {
    List<String> lines = body.lines().toList();
    return number < 1 || number > lines.size()
        ? Optional.empty()
        : Optional.of(lines.get(number - 1));
  }

  /**
   * The number of the line, from 1, in which a character stands.
   *
   * @param offset in characters
   */
  public int lineOf(int offset) {
    return 1 + (int) body.substring(0, offset).chars().filter(c -> c == '\n').count();
  }

  /** Without the body, which may be long. */
  @Override
  public String toString() {
    return "script in " + language + ", " + body.length() + " characters";
  }
}
