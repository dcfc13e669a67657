package io.integrationhost.plugins.modbus.value;

import java.nio.ByteBuffer;

/** Floating point numbers of 16, 32 and 64 bits, the highest byte first. */
final class Floats {

  private static final int HALF_FRACTION = 10;
  private static final int HALF_BIAS = 15;
  private static final int HALF_SPECIAL = 31;
  private static final double MOST_HALF = 65_504;

  /** From here on the nearest half would be infinite. */
  private static final double TOO_MUCH_FOR_HALF = 65_520;

  private Floats() {}

  /** A number of 2, 4 or 8 bytes. */
  static double read(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return switch (bytes.length) {
      case 2 -> half(in.getShort());
      case 4 -> in.getFloat();
      default -> in.getDouble();
    };
  }

  private static double half(int bits) {
    int exponent = bits >> HALF_FRACTION & HALF_SPECIAL;
    int fraction = bits & (1 << HALF_FRACTION) - 1;
    double value;
    if (exponent == HALF_SPECIAL) {
      value = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    } else if (exponent == 0) {
      value = Math.scalb((double) fraction, 1 - HALF_BIAS - HALF_FRACTION);
    } else {
      value =
          Math.scalb(
              (double) (fraction | 1 << HALF_FRACTION), exponent - HALF_BIAS - HALF_FRACTION);
    }
    return (short) bits < 0 ? -value : value;
  }

  /**
   * The bytes of a number.
   *
   * @param length 2, 4 or 8
   * @throws IllegalArgumentException for one that is too large
   */
  static byte[] write(double value, int length) {
    ByteBuffer out = ByteBuffer.allocate(length);
    boolean fits =
        switch (length) {
          case 2 -> Math.abs(value) < TOO_MUCH_FOR_HALF;
          case 4 -> !Float.isInfinite((float) value);
          default -> true;
        };
    if (!fits) {
      throw new IllegalArgumentException(value + " is too large for " + 8 * length + " bits");
    }
    switch (length) {
      case 2 -> out.putShort((short) halfBits(value));
      case 4 -> out.putFloat((float) value);
      default -> out.putDouble(value);
    }
    return out.array();
  }

  private static int halfBits(double value) {
    double size = Math.min(Math.abs(value), MOST_HALF);
    int exponent = Math.max(Math.getExponent(size), 1 - HALF_BIAS);
    // A fraction that rounds up to the next power of two carries into the exponent by itself.
    long fraction = (long) Math.rint(Math.scalb(size, HALF_FRACTION - exponent));
    long bits =
        fraction < 1 << HALF_FRACTION
            ? fraction
            : fraction + ((long) (exponent + HALF_BIAS - 1) << HALF_FRACTION);
    return (int) bits | (Math.copySign(1, value) < 0 ? 0x8000 : 0);
  }
}
