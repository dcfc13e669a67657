package io.integrationhost.hocon;

import java.util.Optional;

/**
 * Looks at a text before a parser does: parsers, and whatever walks what they made, call themselves
 * once per level, so that a small text with deep nesting ends them with an Error; and a few
 * substitutions that double each other fill the memory. One pass, no memory, safe for any text.
 */
public final class TextBounds {

  /** Levels of braces, brackets and dots of a key; people need fewer than ten. */
  public static final int MOST_LEVELS = 100;

  private static final int MOST_OF_AN_OPERATOR = 16 << 20;

  /** People write some hundred characters; what the server lets through could fill the heap. */
  private static final int MOST_OF_A_TENANT = 1 << 20;

  private static final long MOST_EXPANDED = 64L << 20;

  private final String text;
  private final int mostCharacters;
  private int line = 1;
  private int level;
  private int dots;
  private int substitutions;

  private TextBounds(String text, int mostCharacters) {
    this.text = text;
    this.mostCharacters = mostCharacters;
  }

  /**
   * Which bound a settings file exceeds, with the place; empty when it may be parsed.
   *
   * @param text HOCON, well-formed or not
   */
  public static Optional<ParseProblem> ofOperator(String text) {
    return new TextBounds(text, MOST_OF_AN_OPERATOR).look();
  }

  /**
   * Which bound the configuration of an integration exceeds, with the place; empty when it may be
   * parsed.
   *
   * @param text JSON or HOCON, well-formed or not
   */
  public static Optional<ParseProblem> ofTenant(String text) {
    TextBounds bounds = new TextBounds(text, MOST_OF_A_TENANT);
    return bounds.look().or(bounds::tooMuchExpanded);
  }

  private Optional<ParseProblem> look() {
    if (text.length() > mostCharacters) {
      return Optional.of(
          new ParseProblem(
              0,
              "the text has "
                  + text.length()
                  + " characters, more than the "
                  + mostCharacters
                  + " that are read; make it shorter"));
    }
    int at = 0;
    while (at < text.length()) {
      at = look(at);
      if (level + dots > MOST_LEVELS) {
        return Optional.of(
            new ParseProblem(
                line, "is nested more than " + MOST_LEVELS + " levels deep here; make it flatter"));
      }
    }
    return Optional.empty();
  }

  /** Looks at one token and answers where the next one begins. */
  private int look(int at) {
    char character = text.charAt(at);
    switch (character) {
      case '"' -> {
        return endOfQuoted(at);
      }
      case '#' -> {
        return endOfLine(at);
      }
      case '/' -> {
        return text.startsWith("//", at) ? endOfLine(at) : at + 1;
      }
      case '{', '[' -> {
        level++;
        dots = 0;
      }
      case '}', ']' -> {
        level = Math.max(0, level - 1);
        dots = 0;
      }
      case '\n' -> {
        line++;
        dots = 0;
      }
      case ',', ':', '=' -> dots = 0;
      case '.' -> dots++;
      case '$' -> substitutions++;
      default -> {}
    }
    return at + 1;
  }

  private int endOfQuoted(int at) {
    if (text.startsWith("\"\"\"", at)) {
      int end = text.indexOf("\"\"\"", at + 3);
      int next = end < 0 ? text.length() : end + 3;
      text.substring(at, next).chars().filter(each -> each == '\n').forEach(each -> line++);
      return next;
    }
    int next = at + 1;
    while (next < text.length() && text.charAt(next) != '"' && text.charAt(next) != '\n') {
      next += text.charAt(next) == '\\' ? 2 : 1;
    }
    // A line break inside is a mistake, at which every parser stops.
    return next < text.length() && text.charAt(next) == '"' ? next + 1 : next;
  }

  private int endOfLine(int at) {
    int end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end;
  }

  /** The most that so many substitutions can make of a text: each third of them triples it. */
  private Optional<ParseProblem> tooMuchExpanded() {
    return text.length() * Math.pow(3, substitutions / 3.0) > MOST_EXPANDED && substitutions > 0
        ? Optional.of(
            new ParseProblem(
                0,
                "has "
                    + substitutions
                    + " substitutions ${...}, which could make more of it than the memory holds;"
                    + " write the values out"))
        : Optional.empty();
  }
}
