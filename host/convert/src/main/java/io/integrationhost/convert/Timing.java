package io.integrationhost.convert;

import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * How long conversions took, on this machine.
 *
 * @param first nanoseconds of the first one, which compiles the script
 * @param median nanoseconds of the later ones; absent when there were none
 * @param later how many those were
 */
public record Timing(long first, OptionalLong median, int later) {

  /** Of all conversions in their order. */
  static Timing of(long[] nanos) {
    long[] later = Arrays.copyOfRange(nanos, 1, nanos.length);
    Arrays.sort(later);
    return new Timing(
        nanos[0],
        later.length == 0 ? OptionalLong.empty() : OptionalLong.of(later[later.length / 2]),
        later.length);
  }

  /** Like "first call 12.1 ms with compiling; then 0.09 ms (median of 20)". */
  public String text() {
    return "first call %s with compiling".formatted(millis(first))
        + (median.isPresent()
            ? "; then %s (median of %d)".formatted(millis(median.getAsLong()), later)
            : "");
  }

  private static String millis(long nanos) {
    double millis = nanos / 1e6;
    return String.format(Locale.ROOT, millis < 1 ? "%.3f ms" : "%.1f ms", millis);
  }
}
