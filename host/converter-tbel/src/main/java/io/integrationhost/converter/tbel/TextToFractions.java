package io.integrationhost.converter.tbel;

/** Text to fractions: decimal digits as they are written, hexadecimal ones as IEEE 754 bits. */
public final class TextToFractions {
  private TextToFractions() {}

  public static Float parseFloat(String value) {
    return parseFloat(value, 0);
  }

  public static Float parseFloat(String value, int radix) {
    Numeral numeral = Numeral.read(value, radix);
    if (numeral == null) {
      return null;
    }
    return numeral.radix() == 16 ? toFloat(numeral) : Float.valueOf(value);
  }

  public static Double parseDouble(String value) {
    return parsed(Numeral.exact(value));
  }

  public static Double parseDouble(String value, int radix) {
    if (radix == 0) {
      return parseDouble(value);
    }
    Numeral numeral = Numeral.read(value, radix);
    return numeral == null ? null : parsed(numeral);
  }

  /** A whole number, not IEEE 754 bits: the low 32 bits, signed. */
  public static Float parseHexIntLongToFloat(String value, boolean bigEndian) {
    Numeral numeral = Numeral.hexadecimal(value, bigEndian);
    return numeral == null ? null : (float) (int) Long.parseLong(numeral.digits(), 16);
  }

  static Float toFloat(Numeral numeral) {
    return Float.intBitsToFloat((int) Long.parseLong(numeral.digits(), 16));
  }

  static Double toDouble(Numeral numeral) {
    return Double.longBitsToDouble(Long.parseUnsignedLong(numeral.digits(), 16));
  }

  private static Double parsed(Numeral numeral) {
    return numeral.radix() == 16 ? toDouble(numeral) : Double.valueOf(numeral.original());
  }
}
