package io.integrationhost.host.hocon;

import com.typesafe.config.ConfigException;
import java.util.List;
import java.util.Locale;

/**
 * What a parser stumbled over. It would show the text that it found, which may be a password that
 * lacks its quotes: near a key that names a secret nothing is shown.
 *
 * @param line counted from 1; 0 when it is not known
 * @param message without the place
 */
public record ParseProblem(int line, String message) {

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
            : withoutPlace(e));
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
}
