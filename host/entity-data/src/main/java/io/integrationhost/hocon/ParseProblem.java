package io.integrationhost.hocon;

import com.typesafe.config.ConfigException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a parser stumbled over. It would show the text that it found, which may be a password that
 * lacks its quotes: near a key that names a secret nothing is shown.
 *
 * @param line counted from 1; 0 when it is not known
 * @param message without the place
 */
public record ParseProblem(int line, String message) {

  private static final String TOKEN = "('.*?'|end of file)";

  private static final List<Wording> WORDINGS =
      List.of(
          Wording.of(
              "expecting a close parentheses '\\)' here, not: ','",
              "there is a comma too many, or a \"key\": value is missing before it"),
          Wording.of(
              "expecting a close parentheses '\\)' here, not: " + TOKEN,
              "a \"key\": is missing before $1"),
          Wording.of(
              "Expecting close brace \\} or a field name here, got " + TOKEN,
              "a \"key\" or '}' is expected here, not $1"),
          Wording.of(
              "Expecting close brace \\} or a comma, got end of file",
              "the text ends here, but a '}' is missing"),
          Wording.of(
              "Expecting close brace \\} or a comma, got " + TOKEN,
              "',' or '}' is expected here, not $1"),
          Wording.of(
              "expecting a field name after a comma, got a close brace",
              "a comma stands before '}'; remove it, or add another \"key\": value"),
          Wording.of(
              "List should have ended with \\] or had a comma, instead had token: " + TOKEN,
              "',' or ']' is expected here, not $1"),
          Wording.of(
              "Expecting a value but got wrong token: .*string quote was still open",
              "a text that begins with a double quote does not end; add the other quote"),
          Wording.of(
              "Expecting a value but got wrong token: 'newline'",
              "a text between double quotes must end on its line; write \\\\n for a line break in"
                  + " it"),
          Wording.of(
              "Expecting a value but got wrong token: '(.)' \\(backslash followed by",
              "\\\\$1 means nothing in a text between double quotes; write \\\\\\\\ for a backslash"),
          Wording.of(
              "Expecting a value but got wrong token: " + TOKEN,
              "a value is expected here, not $1"),
          Wording.of(
              "Key '(.*)' may not be followed by token: " + TOKEN,
              "the key $1 must be followed by ':' and a value, not by $2"),
          Wording.of(
              "Document has trailing tokens after first object or array: " + TOKEN,
              "nothing may stand after the last '}', but $1 does"),
          Wording.of(
              "Token not allowed in valid JSON: " + TOKEN,
              "$1 is no JSON here; put keys and texts between double quotes"));

  private static final List<String> SECRETS =
      List.of("secret", "routing-key", "password", "passwd", "token", "credential", "apikey");

  /**
   * What is wrong with a text.
   *
   * @param text the whole that was parsed
   */
  public static ParseProblem of(ConfigException e, String text) {
    int line = e.origin() == null ? 0 : e.origin().lineNumber();
    return new ParseProblem(
        Math.max(0, line),
        isNearSecret(text, line)
            ? "this line or the one before cannot be read; put texts between double quotes and"
                + " close every brace (not shown, since it may hold a secret)"
            : inPlainWords(withoutPlace(e)));
  }

  private static boolean isNearSecret(String text, int line) {
    return text.lines()
        .skip(Math.max(0, line - 2))
        .limit(2)
        .map(each -> each.toLowerCase(Locale.ROOT))
        .anyMatch(each -> SECRETS.stream().anyMatch(each::contains));
  }

  private static String withoutPlace(ConfigException e) {
    String message = String.valueOf(e.getMessage());
    String place = e.origin() == null ? "" : e.origin().description() + ": ";
    return message.startsWith(place) ? message.substring(place.length()) : message;
  }

  /**
   * The parser speaks of its own inner form; people wrote JSON, or something close to it.
   *
   * @param message of the configuration library
   */
  private static String inPlainWords(String message) {
    for (Wording wording : WORDINGS) {
      Matcher found = wording.theirs().matcher(message);
      if (found.find()) {
        return found.replaceFirst(wording.ours());
      }
    }
    return message;
  }

  private record Wording(Pattern theirs, String ours) {
    static Wording of(String theirs, String ours) {
      return new Wording(Pattern.compile("^" + theirs + ".*$", Pattern.DOTALL), ours);
    }
  }
}
