package io.integrationhost.kit;

import io.integrationhost.plugin.Value;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Values out of text, and as text. */
public final class Values {

  private static final int LONGEST_NUMBER = 40;
  private static final Pattern WHOLE = Pattern.compile("[+-]?\\d{1,19}");
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,4})?");

  private Values() {}

  /**
   * The value that a text stands for: a whole number, a decimal number, true or false, else the
   * text. A number that cannot be kept, and what is none, such as NaN, stays text; so does one with
   * zeros in front, which is a name.
   *
   * @param text blanks around it are left out
   * @return never null
   */
  public static Value parse(String text) {
    String bare = text.strip();
    if (bare.equals("true") || bare.equals("false")) {
      return Value.of(bare.equals("true"));
    }
    return isName(bare) ? Value.of(bare) : number(bare).orElse(Value.of(bare));
  }

  /**
   * The number that a text stands for.
   *
   * @param text without blanks around it
   * @return a whole number or a decimal one; empty when it is none or cannot be kept
   */
  public static Optional<Value> number(String text) {
    if (text.length() > LONGEST_NUMBER) {
      return Optional.empty();
    }
    if (WHOLE.matcher(text).matches()) {
      try {
        return Optional.of(Value.of(Long.parseLong(text)));
      } catch (NumberFormatException beyondLong) {
        return decimal(text);
      }
    }
    return DECIMAL.matcher(text).matches() ? decimal(text) : Optional.empty();
  }

  /**
   * A decimal number.
   *
   * @param value any
   * @return empty when it is none or infinite
   */
  public static Optional<Value> number(double value) {
    return Double.isFinite(value) ? Optional.of(Value.of(value)) : Optional.empty();
  }

  /**
   * JSON of what a plugin has decoded itself, without white space.
   *
   * @param value maps (the texts of their keys), lists, numbers, booleans and null; anything else
   *     by its {@code toString}. Numbers that JSON cannot hold are null.
   * @return one line
   */
  public static String json(Object value) {
    return Json.of(value, each -> each);
  }

  /**
   * JSON of what has kinds of the plugin's own in it.
   *
   * @param plain is asked for each value before it is written, and answers with what {@link
   *     #json(Object)} takes
   * @return one line
   */
  public static String json(Object value, UnaryOperator<Object> plain) {
    return Json.of(value, plain);
  }

  private static Optional<Value> decimal(String text) {
    return number(Double.parseDouble(text));
  }

  private static boolean isName(String text) {
    int digits = text.startsWith("+") || text.startsWith("-") ? 1 : 0;
    return text.length() > digits + 1
        && text.charAt(digits) == '0'
        && Character.isDigit(text.charAt(digits + 1));
  }
}
