package io.integrationhost.converter.tbel;

/** Hexadecimal text: whole bytes, two digits each. */
final class Hexadecimal {
  private Hexadecimal() {}

  /** The bytes in the other order. */
  static String reversed(String digits) {
    if (digits.startsWith("-")) {
      throw new IllegalArgumentException("The hexadecimal string must be without a negative sign.");
    }
    if (digits.length() % 2 != 0) {
      throw new IllegalArgumentException("The hexadecimal string must be even-length.");
    }
    StringBuilder out = new StringBuilder(digits.length());
    for (int i = digits.length(); i > 0; i -= 2) {
      out.append(digits, i - 2, i);
    }
    return out.toString();
  }
}
