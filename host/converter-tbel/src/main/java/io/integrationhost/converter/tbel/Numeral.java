package io.integrationhost.converter.tbel;

import java.util.Locale;

/**
 * A text that was found to be a number.
 *
 * @param original as the script gave it
 * @param digits without blanks and prefix, a comma turned into a point
 * @param radix 2, 8, 10, 16 or 25 to 36
 */
record Numeral(String original, String digits, int radix) {
  private static final int FROM_LETTERS = 25;

  /**
   * Null when there is no text.
   *
   * @param radix 0: decimal or hexadecimal, as the text looks
   */
  static Numeral read(String value, int radix) {
    if (value == null || value.isBlank()) {
      return null;
    }
    String digits = value.trim().replace("0x", "").replace("0X", "").replace(',', '.');
    return of(value, digits, radix);
  }

  /** Without any preparation. */
  static Numeral exact(String value) {
    String digits = value == null ? null : value.replace("0x", "").replace("0X", "");
    if (Checks.isDecimal(value) < 0 && Checks.isHexadecimal(value) < 0) {
      throw unreadable(value);
    }
    return of(value, digits, 0);
  }

  /** Hexadecimal; in little endian order the bytes are turned round first. */
  static Numeral hexadecimal(String value, boolean bigEndian) {
    if (bigEndian || value == null || value.isBlank()) {
      return read(value, 16);
    }
    return read(Hexadecimal.reversed(read(value, FROM_LETTERS).digits()), 16);
  }

  static NumberFormatException unreadable(String value) {
    return new NumberFormatException(
        "Value: \"" + value + "\" is not numeric or hexDecimal format!");
  }

  private static Numeral of(String value, String digits, int radix) {
    int found = radix;
    if (radix == 0) {
      found = automatic(value, digits);
    } else if (!isAccepted(digits, radix)) {
      throw new NumberFormatException(
          "Failed radix [" + radix + "] for value: \"" + value + "\", must be [-1] !");
    }
    boolean prefixed = value.trim().toLowerCase(Locale.ROOT).startsWith("0x");
    if (prefixed && found == 10) {
      if (radix == 10) {
        throw new NumberFormatException(
            "Failed radix [10] for value: \"" + value + "\", must be [-1] !");
      }
      found = 16;
    }
    if (found == 16 && (digits.length() - (digits.startsWith("-") ? 1 : 0)) % 2 != 0) {
      throw new NumberFormatException(
          "The hexadecimal value: \""
              + value
              + "\" must be of even length, or if the decimal value must be a number!");
    }
    return new Numeral(value, digits, found);
  }

  private static int automatic(String value, String digits) {
    if (Checks.isDecimal(digits) > 0) {
      return 10;
    }
    if (Checks.isHexadecimal(digits) > 0) {
      return 16;
    }
    throw unreadable(value);
  }

  private static boolean isAccepted(String digits, int radix) {
    return switch (radix) {
      case 2 -> Checks.isBinary(digits) > 0;
      case 8 -> Checks.isOctal(digits) > 0;
      case 10 -> Checks.isDecimal(digits) > 0;
      case 16 -> Checks.isHexadecimal(digits) > 0;
      default -> {
        if (radix < FROM_LETTERS || radix > Character.MAX_RADIX) {
          throw new IllegalArgumentException("Invalid radix: [" + radix + "]");
        }
        yield true;
      }
    };
  }
}
