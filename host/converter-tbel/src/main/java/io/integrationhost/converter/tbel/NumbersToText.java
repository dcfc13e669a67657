package io.integrationhost.converter.tbel;

import java.util.Locale;

/** Numbers to hexadecimal text and to text of any radix. */
public final class NumbersToText {
  private static final int NO_LIMIT = -1;
  private static final int FROM_LETTERS = 25;

  private NumbersToText() {}

  public static String intToHex(Integer value) {
    return intToHex(value, true);
  }

  public static String intToHex(Integer value, boolean bigEndian) {
    return intToHex(value, bigEndian, false);
  }

  public static String intToHex(Integer value, boolean bigEndian, boolean prefix) {
    return intToHex(value, bigEndian, prefix, NO_LIMIT);
  }

  public static String intToHex(Integer value, boolean bigEndian, boolean prefix, int length) {
    String hex = wholeBytes(Integer.toHexString(value), value < 0, 2 * Integer.BYTES);
    return shown(hex, bigEndian, prefix, length);
  }

  public static String longToHex(Long value) {
    return longToHex(value, true);
  }

  public static String longToHex(Long value, boolean bigEndian) {
    return longToHex(value, bigEndian, false);
  }

  public static String longToHex(Long value, boolean bigEndian, boolean prefix) {
    return longToHex(value, bigEndian, prefix, NO_LIMIT);
  }

  public static String longToHex(Long value, boolean bigEndian, boolean prefix, int length) {
    String hex = wholeBytes(Long.toHexString(value), value < 0, 2 * Long.BYTES);
    return shown(hex, bigEndian, prefix, length);
  }

  public static String intLongToRadixString(Long value) {
    return intLongToRadixString(value, 10);
  }

  public static String intLongToRadixString(Long value, int radix) {
    return intLongToRadixString(value, radix, true);
  }

  public static String intLongToRadixString(Long value, int radix, boolean bigEndian) {
    return intLongToRadixString(value, radix, bigEndian, false);
  }

  public static String intLongToRadixString(
      Long value, int radix, boolean bigEndian, boolean prefix) {
    return switch (radix) {
      case 2 -> binary(value);
      case 8 -> Long.toOctalString(value);
      case 10 -> Long.toString(value);
      case 16 -> longToHex(value, bigEndian, prefix);
      default -> {
        if (radix < FROM_LETTERS || radix > Character.MAX_RADIX) {
          throw new IllegalArgumentException("Invalid radix: [" + radix + "]");
        }
        yield Long.toString(value, radix);
      }
    };
  }

  public static String floatToHex(Float value) {
    return floatToHex(value, true);
  }

  public static String floatToHex(Float value, boolean bigEndian) {
    return shown(
        String.format(Locale.ROOT, "%08X", Float.floatToIntBits(value)), bigEndian, true, NO_LIMIT);
  }

  public static String doubleToHex(Double value) {
    return doubleToHex(value, true);
  }

  public static String doubleToHex(Double value, boolean bigEndian) {
    return shown(
        String.format(Locale.ROOT, "%016X", Double.doubleToLongBits(value)),
        bigEndian,
        true,
        NO_LIMIT);
  }

  /** A negative number keeps one byte of its sign in front, unless it fills its width. */
  private static String wholeBytes(String digits, boolean negative, int width) {
    String hex = digits.toUpperCase(Locale.ROOT);
    if (!negative) {
      return hex.length() % 2 == 0 ? hex : "0" + hex;
    }
    int start = 0;
    while (start < hex.length() - 1 && hex.charAt(start) == 'F') {
      start++;
    }
    String rest = hex.substring(start);
    String even = rest.length() % 2 == 0 ? rest : "F" + rest;
    return even.length() < width ? "FF" + even : even;
  }

  private static String shown(String hex, boolean bigEndian, boolean prefix, int length) {
    String ordered = bigEndian ? hex : Hexadecimal.reversed(hex);
    String cut = length < 0 ? ordered : ordered.substring(ordered.length() - length);
    return prefix ? "0x" + cut : cut;
  }

  /** Filled with zeros to the next usual width above. */
  private static String binary(long value) {
    String digits = Long.toBinaryString(value);
    int width = Byte.SIZE;
    while (width <= digits.length() && width < Long.SIZE) {
      width *= 2;
    }
    return "0".repeat(width - digits.length()) + digits;
  }
}
