package io.integrationhost.plugins.modbus.value;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What registers or bits mean.
 *
 * @param form how they are read
 * @param bits of a number 8 to 64; else 0
 */
public record Type(Form form, int bits) {

  private static final Map<String, Form> SIZED =
      Map.ofEntries(
          Map.entry("int", Form.SIGNED),
          Map.entry("long", Form.SIGNED),
          Map.entry("integer", Form.SIGNED),
          Map.entry("uint", Form.UNSIGNED),
          Map.entry("word", Form.UNSIGNED),
          Map.entry("unsigned", Form.UNSIGNED),
          Map.entry("unsigned int", Form.UNSIGNED),
          Map.entry("float", Form.FLOAT),
          Map.entry("double", Form.FLOAT));

  private static final Map<String, Form> UNSIZED =
      Map.of(
          "string", Form.STRING,
          "bytes", Form.BYTES,
          "bit", Form.BITS,
          "bits", Form.BITS,
          "coil", Form.BITS,
          "coils", Form.BITS);

  /** The ways to read. */
  public enum Form {
    /** A whole number, two's complement. */
    SIGNED,
    /** A whole number, 0 or more. */
    UNSIGNED,
    /** IEEE 754. */
    FLOAT,
    /** UTF-8. */
    STRING,
    /** Bytes, as hexadecimal digits. */
    BYTES,
    /** Single bits. */
    BITS
  }

  /**
   * A type by its name.
   *
   * @param name such as {@code 32float}, in any case; the older names {@code int}, {@code float}
   *     and so on are as long as their registers
   * @param count of registers
   * @return empty for what is none
   */
  public static Optional<Type> of(String name, int count) {
    String word = name.strip().toLowerCase(Locale.ROOT);
    if (UNSIZED.containsKey(word)) {
      return Optional.of(new Type(UNSIZED.get(word), 0));
    }
    if (SIZED.containsKey(word)) {
      return sized(SIZED.get(word), 16L * count);
    }
    for (Map.Entry<String, Form> each :
        Map.of("int", Form.SIGNED, "uint", Form.UNSIGNED, "float", Form.FLOAT).entrySet()) {
      String digits = word.endsWith(each.getKey()) ? cut(word, each.getKey()) : "";
      if (digits.matches("8|16|32|64")) {
        return sized(each.getValue(), Integer.parseInt(digits));
      }
    }
    return Optional.empty();
  }

  private static String cut(String word, String end) {
    return word.substring(0, word.length() - end.length());
  }

  private static Optional<Type> sized(Form form, long bits) {
    boolean fits = bits == 16 || bits == 32 || bits == 64 || (bits == 8 && form != Form.FLOAT);
    return fits ? Optional.of(new Type(form, (int) bits)) : Optional.empty();
  }

  /** Whether it is a number. */
  public boolean isNumber() {
    return bits > 0;
  }

  /** How many registers a number fills; 0 for what is none. */
  public int registers() {
    return (bits + 15) / 16;
  }
}
