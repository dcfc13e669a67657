package io.integrationhost.converter.tbel;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Rounds half up, away from zero; the result stays a number. */
public final class Rounding {
  /** No double has digits further from the point, and scaling to them would take memory. */
  private static final int MAX_PRECISION = 1_100;

  private Rounding() {}

  public static double toFixed(double value, int precision) {
    return rounded(value, precision).doubleValue();
  }

  public static float toFixed(float value, int precision) {
    return rounded(value, precision).floatValue();
  }

  public static int toInt(double value) {
    return rounded(value, 0).intValue();
  }

  private static BigDecimal rounded(double value, int precision) {
    int scale = Math.max(-MAX_PRECISION, Math.min(MAX_PRECISION, precision));
    return BigDecimal.valueOf(value).setScale(scale, RoundingMode.HALF_UP);
  }
}
