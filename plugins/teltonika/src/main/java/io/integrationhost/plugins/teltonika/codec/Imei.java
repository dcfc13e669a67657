package io.integrationhost.plugins.teltonika.codec;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The number that names a device: 15 digits. The check digit is not looked at, because test devices
 * carry numbers that fail it.
 */
public record Imei(String digits) {

  static final int LENGTH = 15;

  public Imei {
    if (digits.length() != LENGTH || !digits.chars().allMatch(Imei::isDigit)) {
      throw new IllegalArgumentException("IMEI '" + digits + "' (expected 15 digits)");
    }
  }

  /** The number that a text holds, if it is one. */
  public static Optional<Imei> parse(String text) {
    return text.length() == LENGTH && text.chars().allMatch(Imei::isDigit)
        ? Optional.of(new Imei(text))
        : Optional.empty();
  }

  static Optional<Imei> parse(byte[] ascii) {
    return parse(new String(ascii, StandardCharsets.ISO_8859_1));
  }

  /** Digits of other scripts are no digits here. */
  private static boolean isDigit(int character) {
    return character >= '0' && character <= '9';
  }

  @Override
  public String toString() {
    return digits;
  }
}
