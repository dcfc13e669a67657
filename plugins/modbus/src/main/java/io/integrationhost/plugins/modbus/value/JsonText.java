package io.integrationhost.plugins.modbus.value;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** JSON that somebody else wrote. */
public final class JsonText {

  private static final int DEEPEST = 16;

  /** A text, or a whole number that may not fit 64 bits. */
  private static final Pattern TEXT_OR_LONG =
      Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"|(?<![\\w.+-])-?\\d{19,}(?![\\w.+-])");

  private JsonText() {}

  /**
   * Reads an object.
   *
   * @param text of bounded length
   * @return whole numbers of 19 digits and more are texts in it
   * @throws IllegalArgumentException says what is wrong
   */
  public static ConfigObject parse(String text) {
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      if (each == '{' || each == '[') {
        depth++;
      } else if (each == '}' || each == ']') {
        depth--;
      }
      if (depth > DEEPEST) {
        throw new IllegalArgumentException("is deeper than " + DEEPEST + " objects and lists");
      }
    }
    String quoted =
        TEXT_OR_LONG
            .matcher(text)
            .replaceAll(
                found ->
                    found.group().startsWith("\"")
                        ? Matcher.quoteReplacement(found.group())
                        : "\"" + found.group() + "\"");
    try {
      return ConfigFactory.parseString(
              quoted, ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON))
          .root();
    } catch (ConfigException e) {
      throw new IllegalArgumentException("is no JSON: " + e.getMessage(), e);
    }
  }
}
