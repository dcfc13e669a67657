package io.integrationhost.converter.tbel;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.mvel2.ExecutionContext;
import org.mvel2.ScriptMemoryOverflowException;

/**
 * Numbers of any size, which the language knows too: beyond some thousand digits one operation may
 * take minutes, in which nothing can stop it.
 */
public final class NumberLimits {
  private static final int MAX_BITS = 16_384;

  /** Digits behind the point, or zeros before it. */
  private static final int MAX_SCALE = 1_000;

  private NumberLimits() {}

  /**
   * For what a script keeps.
   *
   * @throws ScriptMemoryOverflowException when it is a number with too many digits
   */
  public static void check(Object value) {
    if (value instanceof BigInteger number) {
      checkBits(number.bitLength());
    } else if (value instanceof BigDecimal number) {
      checkBits(number.unscaledValue().bitLength());
      checkScale(number.scale());
    }
  }

  static Object[] any(ExecutionContext context, Object target, Object[] arguments) {
    check(target);
    for (Object each : arguments) {
      check(each);
    }
    return arguments;
  }

  /** Bits to shift by, or the place of a bit. */
  static Object[] bits(ExecutionContext context, Object target, Object[] arguments) {
    if (target instanceof BigInteger number && arguments[0] instanceof Number distance) {
      checkBits(number.bitLength() + Math.abs(distance.longValue()));
    }
    return arguments;
  }

  static Object[] power(ExecutionContext context, Object target, Object[] arguments) {
    if (arguments[0] instanceof Number exponent) {
      long times = Math.abs(exponent.longValue());
      if (target instanceof BigInteger number) {
        checkBits(number.bitLength() * times);
      } else if (target instanceof BigDecimal number) {
        checkBits(number.unscaledValue().bitLength() * times);
        checkScale(number.scale() * times);
      }
    }
    return arguments;
  }

  /** Of numbers with a fraction: scales, precisions and places to move by. */
  static Object[] places(ExecutionContext context, Object target, Object[] arguments) {
    for (Object each : arguments) {
      if (each instanceof Integer || each instanceof Long) {
        checkScale(((Number) each).longValue());
      }
    }
    return arguments;
  }

  private static void checkBits(long bits) {
    if (bits > MAX_BITS) {
      throw new ScriptMemoryOverflowException(
          "Max number length overflow (" + bits + " > " + MAX_BITS + " bits)!");
    }
  }

  private static void checkScale(long scale) {
    if (Math.abs(scale) > MAX_SCALE) {
      throw new ScriptMemoryOverflowException(
          "Max number length overflow (" + Math.abs(scale) + " > " + MAX_SCALE + " places)!");
    }
  }
}
