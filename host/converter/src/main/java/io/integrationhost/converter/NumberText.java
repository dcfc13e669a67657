package io.integrationhost.converter;

import io.integrationhost.plugin.Value;
import java.math.BigDecimal;
import java.math.BigInteger;

/** A number as it was written; how it was written decides its type (facts 5.4). */
record NumberText(String key, String text) {
  /** No number of a script has more; writing {@code 1e999999999} out would exhaust the memory. */
  static final int MAX_DIGITS = 4_096;

  private static final int MAX_SCALE_OF_DOUBLE = 16;
  private static final int MAX_LENGTH_OF_SURE_LONG = 18;

  Value value(boolean typeCast) {
    if (isShortInteger()) {
      return Value.of(Long.parseLong(text));
    }
    BigDecimal number = parse();
    boolean plainDecimal = text.indexOf('.') >= 0 && text.indexOf('e') < 0 && text.indexOf('E') < 0;
    if (!plainDecimal && isInteger(number)) {
      BigInteger integer = number.toBigInteger();
      return integer.bitLength() < Long.SIZE
          ? Value.of(integer.longValue())
          : plain(integer.toString(), typeCast);
    }
    return number.scale() <= MAX_SCALE_OF_DOUBLE
        ? Value.of(number.doubleValue())
        : plain(number.toPlainString(), typeCast);
  }

  private boolean isShortInteger() {
    if (text.isEmpty() || text.length() > MAX_LENGTH_OF_SURE_LONG) {
      return false;
    }
    for (int i = text.charAt(0) == '-' && text.length() > 1 ? 1 : 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private BigDecimal parse() {
    if (text.length() <= MAX_DIGITS) {
      try {
        BigDecimal number = new BigDecimal(text);
        long scale = number.scale();
        if (Math.max(number.precision() - scale, scale) <= MAX_DIGITS) {
          return number;
        }
      } catch (NumberFormatException exponentOutOfRange) {
        throw tooLong();
      }
    }
    throw tooLong();
  }

  private ScriptFailure tooLong() {
    String shown = text.length() <= 40 ? text : text.substring(0, 40) + "...";
    return ScriptFailure.result(
        "The number " + shown + " for key [" + key + "] has more than " + MAX_DIGITS + " digits");
  }

  private static boolean isInteger(BigDecimal number) {
    return number.signum() == 0 || number.scale() <= 0 || number.stripTrailingZeros().scale() <= 0;
  }

  private static Value plain(String digits, boolean typeCast) {
    if (typeCast) {
      return Value.of(digits);
    }
    throw ScriptFailure.result("Big integer values are not supported!");
  }
}
