package io.integrationhost.cli.text;

import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;

/** Numbers in few characters. */
public final class Amount {

  private static final String UNKNOWN = "-";
  private static final String[] THOUSANDS = {"", "k", "M", "G", "T"};
  private static final String[] BYTES = {"B", "KiB", "MiB", "GiB", "TiB"};

  private Amount() {}

  /** Like "999", "1.2k". */
  public static String of(OptionalDouble number) {
    return number.isEmpty() ? UNKNOWN : scaled(number.getAsDouble(), 1_000, THOUSANDS, "");
  }

  /** Like "0.2", "12.5", "1.2k". */
  public static String rate(OptionalDouble perSecond) {
    if (perSecond.isEmpty()) {
      return UNKNOWN;
    }
    double value = perSecond.getAsDouble();
    return value == 0 || value >= 100
        ? of(OptionalDouble.of(Math.rint(value)))
        : String.format(Locale.ROOT, "%.1f", value);
  }

  /** Like "17 B", "1.5 MiB". */
  public static String bytes(OptionalDouble number) {
    return number.isEmpty() ? UNKNOWN : scaled(number.getAsDouble(), 1_024, BYTES, " ");
  }

  /** Like "0s", "59s", "3m12s", "4h5m", "12d3h". */
  public static String time(Duration time) {
    long seconds = Math.max(0, time.toSeconds());
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3_600) {
      return seconds / 60 + "m" + seconds % 60 + "s";
    }
    return seconds < 86_400
        ? seconds / 3_600 + "h" + seconds / 60 % 60 + "m"
        : seconds / 86_400 + "d" + seconds / 3_600 % 24 + "h";
  }

  /** Seconds as {@link #time}; below ten with a part, as "0.2s" or "12ms". */
  public static String seconds(OptionalDouble seconds) {
    if (seconds.isEmpty()) {
      return UNKNOWN;
    }
    double value = seconds.getAsDouble();
    if (value > 0 && value < 0.1) {
      return String.format(Locale.ROOT, "%.1fms", value * 1_000);
    }
    return value > 0 && value < 10
        ? String.format(Locale.ROOT, "%.1fs", value)
        : time(Duration.ofSeconds((long) value));
  }

  private static String scaled(double number, int step, String[] units, String gap) {
    double value = number;
    int unit = 0;
    while (Math.abs(value) >= step && unit < units.length - 1) {
      value /= step;
      unit++;
    }
    return unit == 0
        ? (long) value + gap + units[0]
        : String.format(Locale.ROOT, value < 100 ? "%.1f" : "%.0f", value) + gap + units[unit];
  }
}
