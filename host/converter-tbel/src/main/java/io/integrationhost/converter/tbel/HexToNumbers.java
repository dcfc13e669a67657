package io.integrationhost.converter.tbel;

/** Hexadecimal text to numbers: whole ones with sign and magnitude, fractions as IEEE 754 bits. */
public final class HexToNumbers {
  private HexToNumbers() {}

  public static int parseHexToInt(String hex) {
    return parseBigEndianHexToInt(hex);
  }

  public static Integer parseHexToInt(String hex, boolean bigEndian) {
    Numeral numeral = Numeral.hexadecimal(hex, bigEndian);
    return numeral == null ? null : TextToIntegers.toInt(numeral);
  }

  public static int parseBigEndianHexToInt(String hex) {
    return TextToIntegers.toInt(number(hex, true));
  }

  public static int parseLittleEndianHexToInt(String hex) {
    return TextToIntegers.toInt(number(hex, false));
  }

  public static long parseHexToLong(String hex) {
    return parseBigEndianHexToLong(hex);
  }

  public static Long parseHexToLong(String hex, boolean bigEndian) {
    Numeral numeral = Numeral.hexadecimal(hex, bigEndian);
    return numeral == null ? null : TextToIntegers.toLong(numeral);
  }

  public static long parseBigEndianHexToLong(String hex) {
    return TextToIntegers.toLong(number(hex, true));
  }

  public static long parseLittleEndianHexToLong(String hex) {
    return TextToIntegers.toLong(number(hex, false));
  }

  public static float parseHexToFloat(String hex) {
    return parseBigEndianHexToFloat(hex);
  }

  public static Float parseHexToFloat(String hex, boolean bigEndian) {
    Numeral numeral = Numeral.hexadecimal(hex, bigEndian);
    return numeral == null ? null : TextToFractions.toFloat(numeral);
  }

  public static float parseBigEndianHexToFloat(String hex) {
    return TextToFractions.toFloat(number(hex, true));
  }

  public static float parseLittleEndianHexToFloat(String hex) {
    return TextToFractions.toFloat(number(hex, false));
  }

  public static double parseHexToDouble(String hex) {
    return parseBigEndianHexToDouble(hex);
  }

  public static double parseHexToDouble(String hex, boolean bigEndian) {
    return TextToFractions.toDouble(number(hex, bigEndian));
  }

  public static double parseBigEndianHexToDouble(String hex) {
    return TextToFractions.toDouble(number(hex, true));
  }

  public static double parseLittleEndianHexToDouble(String hex) {
    return TextToFractions.toDouble(number(hex, false));
  }

  private static Numeral number(String hex, boolean bigEndian) {
    Numeral numeral = Numeral.hexadecimal(hex, bigEndian);
    if (numeral == null) {
      throw new NumberFormatException("There is no hexadecimal text, it is empty or null");
    }
    return numeral;
  }
}
