package io.integrationhost.plugins.modbus.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;

/**
 * What becomes of a number before it is a reading: it is rounded when it is a floating point
 * number, then divided or else multiplied, then looked up.
 *
 * @param round decimals of a floating point number; the exact binary value counts, a tie goes to
 *     the even digit
 * @param divider empty or 0: none
 * @param multiplier counts only without a divider
 * @param variants readings by the text of the value, such as {@code 1}, {@code 1.0} or {@code True}
 */
public record Scale(
    int round,
    Optional<BigDecimal> divider,
    Optional<BigDecimal> multiplier,
    Map<String, Object> variants) {

  /** Decimals unless something else is said. */
  public static final int DECIMALS = 6;

  /** Changes nothing but the seventh decimal. */
  public static final Scale NONE =
      new Scale(DECIMALS, Optional.empty(), Optional.empty(), Map.of());

  /** Copies the map. */
  public Scale {
    variants = Map.copyOf(variants);
  }

  /** A floating point number is rounded; all else is as it is. */
  Object rounded(Object value) {
    if (!(value instanceof Double number) || !Double.isFinite(number)) {
      return value;
    }
    double rounded = new BigDecimal(number).setScale(round, RoundingMode.HALF_EVEN).doubleValue();
    return Math.copySign(rounded, number);
  }

  /** What a rounded value of registers is worth. */
  Object scaled(Object value) {
    if (!(value instanceof Number number)) {
      return value;
    }
    Optional<BigDecimal> by = divider.filter(each -> each.signum() != 0);
    if (by.isPresent()) {
      return number.doubleValue() / by.get().doubleValue();
    }
    return multiplier.map(factor -> product(number, factor)).orElse(number);
  }

  private static Number product(Number number, BigDecimal factor) {
    if (number instanceof Double || factor.scale() > 0) {
      return number.doubleValue() * factor.doubleValue();
    }
    return whole(new BigDecimal(number.toString()).multiply(factor).toBigInteger());
  }

  /** Undoes the scaling, for what is written. */
  BigDecimal unscaled(BigDecimal value) {
    Optional<BigDecimal> by = divider.filter(each -> each.signum() != 0);
    if (by.isPresent()) {
      return value.multiply(by.get());
    }
    return multiplier
        .filter(each -> each.signum() != 0)
        .map(each -> value.divide(each, MathContext.DECIMAL64))
        .orElse(value);
  }

  /** The reading of a value. */
  Object lookedUp(Object value) {
    if (variants.isEmpty()) {
      return value;
    }
    Object found = variants.get(PythonText.of(value));
    if (found == null && value instanceof Boolean) {
      found = variants.get(value.toString());
    }
    return found == null ? value : found;
  }

  /** As a {@code Long} where it fits. */
  static Number whole(BigInteger number) {
    if (number.bitLength() < Long.SIZE) {
      return number.longValue();
    }
    return number;
  }
}
