package io.integrationhost.plugins.modbus.value;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;

/** JSON that somebody else wrote. */
public final class JsonText {

  private static final int DEEPEST = 16;
  private static final int LONGEST_REASON = 200;

  private final String text;
  private final StringBuilder out;
  private int at;
  private int depth;

  private JsonText(String text) {
    this.text = text;
    out = new StringBuilder(text.length() + 32);
  }

  /**
   * Reads an object.
   *
   * @param text of bounded length
   * @return whole numbers of 19 digits and more, which may not fit 64 bits, are texts in it
   * @throws IllegalArgumentException says what is wrong
   */
  public static ConfigObject parse(String text) {
    String quoted = new JsonText(text).quoted();
    try {
      return ConfigFactory.parseString(
              quoted, ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON))
          .root();
    } catch (ConfigException e) {
      String why = e.getMessage();
      throw new IllegalArgumentException(
          "is no JSON: " + why.substring(0, Math.min(LONGEST_REASON, why.length())), e);
    }
  }

  private String quoted() {
    while (at < text.length()) {
      char each = text.charAt(at);
      int from = at;
      if (each == '"') {
        skipText();
        out.append(text, from, at);
      } else if (isOfNumber(each)) {
        while (at < text.length() && isOfNumber(text.charAt(at))) {
          at++;
        }
        String number = text.substring(from, at);
        boolean isLong = number.matches("-?\\d{19,}");
        out.append(isLong ? "\"" + number + "\"" : number);
      } else {
        count(each);
        out.append(each);
        at++;
      }
    }
    return out.toString();
  }

  private void skipText() {
    at++;
    while (at < text.length() && text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    at = Math.min(at + 1, text.length());
  }

  private static boolean isOfNumber(char each) {
    return (each >= '0' && each <= '9') || "+-.eE".indexOf(each) >= 0;
  }

  /** The parser calls itself for what is within. */
  private void count(char each) {
    if (each == '{' || each == '[') {
      depth++;
    } else if (each == '}' || each == ']') {
      depth--;
    }
    if (depth > DEEPEST) {
      throw new IllegalArgumentException("is deeper than " + DEEPEST + " objects and lists");
    }
  }
}
