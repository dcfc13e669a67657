package io.integrationhost.converter.tbel;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What a text or a value is. The first four answer the radix, or -1. */
public final class Checks {
  private static final int NO = -1;
  private static final Pattern BINARY = Pattern.compile("[01]+");
  private static final Pattern OCTAL = Pattern.compile("[0-7]+");
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?");
  private static final Pattern HEXADECIMAL = Pattern.compile("-?(?:0[xX])?[0-9a-fA-F]+");

  private Checks() {}

  public static int isBinary(String text) {
    return matches(BINARY, text) ? 2 : NO;
  }

  public static int isOctal(String text) {
    return matches(OCTAL, text) ? 8 : NO;
  }

  public static int isDecimal(String text) {
    return matches(DECIMAL, text) ? 10 : NO;
  }

  public static int isHexadecimal(String text) {
    return matches(HEXADECIMAL, text) ? 16 : NO;
  }

  public static boolean isNaN(double value) {
    return Double.isNaN(value);
  }

  public static boolean isMap(Object value) {
    return value instanceof Map;
  }

  public static boolean isList(Object value) {
    return value instanceof List;
  }

  public static boolean isSet(Object value) {
    return value instanceof Set;
  }

  public static boolean isArray(Object value) {
    return value != null && value.getClass().isArray();
  }

  private static boolean matches(Pattern pattern, String text) {
    return text != null && pattern.matcher(text).matches();
  }
}
