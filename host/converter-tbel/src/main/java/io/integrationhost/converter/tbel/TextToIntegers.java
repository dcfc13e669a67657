package io.integrationhost.converter.tbel;

import java.math.BigInteger;

/** Text in any radix to whole numbers; no text gives null. */
public final class TextToIntegers {
  private static final int FROM_LETTERS = 25;

  private TextToIntegers() {}

  public static Integer parseInt(String value) {
    return parseInt(value, 0);
  }

  public static Integer parseInt(String value, int radix) {
    Numeral numeral = Numeral.read(value, radix);
    return numeral == null ? null : toInt(numeral);
  }

  public static Long parseLong(String value) {
    return parseLong(value, 0);
  }

  public static Long parseLong(String value, int radix) {
    Numeral numeral = Numeral.read(value, radix);
    return numeral == null ? null : toLong(numeral);
  }

  /** Sign and magnitude, but a full row of binary digits is a two's complement. */
  static Integer toInt(Numeral numeral) {
    checkRange(numeral, "Integer", Integer.MIN_VALUE, Integer.MAX_VALUE);
    String digits = numeral.digits();
    return numeral.radix() == 2 && digits.length() == Integer.SIZE
        ? Integer.parseUnsignedInt(digits, 2)
        : Integer.parseInt(digits, numeral.radix());
  }

  static Long toLong(Numeral numeral) {
    checkRange(numeral, "Long", Long.MIN_VALUE, Long.MAX_VALUE);
    String digits = numeral.digits();
    return numeral.radix() == 2 && digits.length() == Long.SIZE
        ? Long.parseUnsignedLong(digits, 2)
        : Long.parseLong(digits, numeral.radix());
  }

  private static void checkRange(Numeral numeral, String type, long min, long max) {
    // Longer texts are refused anyway, and reading them would take long.
    if (numeral.radix() < FROM_LETTERS || numeral.digits().length() > Long.SIZE) {
      return;
    }
    BigInteger value = new BigInteger(numeral.digits(), numeral.radix());
    if (value.compareTo(BigInteger.valueOf(max)) > 0) {
      throw new NumberFormatException(
          "Value \""
              + numeral.original()
              + "\"is greater than the maximum "
              + type
              + " value "
              + max
              + " !");
    }
    if (value.compareTo(BigInteger.valueOf(min)) < 0) {
      throw new NumberFormatException(
          "Value \""
              + numeral.original()
              + "\" is  less than the minimum "
              + type
              + " value "
              + min
              + " !");
    }
  }
}
