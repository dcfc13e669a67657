package io.integrationhost.bench;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/** Figures as they are printed. */
final class Numbers {

  private static final MathContext DIGITS = new MathContext(3);
  private static final double WHOLE = 1000;

  private Numbers() {}

  static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** Whole where large, three digits where small. */
  static Number rounded(double value) {
    if (Math.abs(value) >= WHOLE) {
      return Math.round(value);
    }
    return new BigDecimal(value).round(DIGITS);
  }

  /** {@code 50} or {@code 99_9}. */
  static String text(double percentile) {
    return BigDecimal.valueOf(percentile).stripTrailingZeros().toPlainString().replace('.', '_');
  }
}
