package io.integrationhost.hocon;

import com.typesafe.config.ConfigSyntax;
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
  private final boolean hasComments;
  private int line = 1;
  private int level;
  private int dots;
  private int substitutions;

  private TextBounds(String text, int mostCharacters, ConfigSyntax syntax) {
    this.text = text;
    this.mostCharacters = mostCharacters;
    // What begins like one in JSON is a mistake, but a parser may go on behind it for a while.
    this.hasComments = syntax != ConfigSyntax.JSON;
  }

  /**
   * Which bound a settings file exceeds, with the place; empty when it may be parsed.
   *
   * @param text HOCON, well-formed or not
   */
  public static Optional<ParseProblem> ofOperator(String text) {
    return new TextBounds(text, MOST_OF_AN_OPERATOR, ConfigSyntax.CONF).look();
  }

  /**
   * Which bound the configuration of an integration exceeds, with the place; empty when it may be
   * parsed.
   *
   * @param text well-formed or not
   * @param syntax that it is parsed with
   */
  public static Optional<ParseProblem> ofTenant(String text, ConfigSyntax syntax) {
    TextBounds bounds = new TextBounds(text, MOST_OF_A_TENANT, syntax);
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
        return hasComments ? endOfLine(at) : at + 1;
      }
      case '/' -> {
        return hasComments && text.startsWith("//", at) ? endOfLine(at) : at + 1;
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
      case '$' -> {
        substitutions++;
        // A mistake without a brace, whatever stands there instead.
        return at + (text.startsWith("{", at + 1) || text.startsWith("\n", at + 1) ? 1 : 2);
      }
      default -> {}
    }
    return at + 1;
  }

  private int endOfQuoted(int at) {
    if (text.startsWith("\"\"\"", at)) {
      int end = text.indexOf("\"\"\"", at + 3);
      int next = end < 0 ? text.length() : end + 3;
      // Further quotes belong to the text; they begin no other one.
      while (next < text.length() && text.charAt(next) == '"') {
        next++;
      }
      text.substring(at, next).chars().filter(each -> each == '\n').forEach(each -> line++);
      return next;
    }
    int next = at + 1;
    while (next < text.length()) {
      char character = text.charAt(next);
      if (character == '"') {
        return next + 1;
      } else if (Character.isISOControl(character)) {
        // A mistake, at which every parser stops: with the substitution behind it already read.
        return character == '\n' ? next : next + 1;
      } else if (character == '\\') {
        int end = endOfEscape(next);
        if (end < 0) {
          return Math.min(next + 2, text.length());
        }
        next = end;
      } else {
        next++;
      }
    }
    return next;
  }

  /** Negative when it means nothing. */
  private int endOfEscape(int at) {
    char escaped = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
    if (escaped == 'u') {
      boolean isHex =
          at + 6 <= text.length()
              && text.substring(at + 2, at + 6)
                  .chars()
                  .allMatch(each -> Character.digit(each, 16) >= 0);
      return isHex ? at + 6 : -1;
    }
    return "\"\\/bfnrt".indexOf(escaped) >= 0 ? at + 2 : -1;
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
