package io.integrationhost.kit.settings;

import java.time.Duration;
import java.util.List;

/** How values and ranges are written in messages. */
final class Words {

  /** A value may be a whole certificate. */
  private static final int LONGEST_VALUE = 100;

  private Words() {}

  static String range(Object min, Object max) {
    return "from " + min + " to " + max;
  }

  /** Text in quotes, anything else as it is. */
  static String value(Object value) {
    String text = String.valueOf(value).replaceAll("\\p{Cntrl}", " ");
    String shown = text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE) + "..." : text;
    return value instanceof String ? '"' + shown + '"' : shown;
  }

  /** Such as {@code A, B or C}. */
  static String oneOf(List<String> choices) {
    int last = choices.size() - 1;
    return last < 1
        ? String.join("", choices)
        : String.join(", ", choices.subList(0, last)) + " or " + choices.get(last);
  }

  static String time(Duration time) {
    long ms = time.toMillis();
    if (ms == 0 || ms % 1000 != 0) {
      return ms + " ms";
    }
    long s = ms / 1000;
    if (s % 86_400 == 0) {
      return s / 86_400 + " d";
    } else if (s % 3600 == 0) {
      return s / 3600 + " h";
    }
    return s % 60 == 0 ? s / 60 + " min" : s + " s";
  }

  static String size(long bytes) {
    long unit = 1;
    String name = "";
    for (String next : List.of(" KiB", " MiB", " GiB")) {
      if (bytes == 0 || bytes % (unit * 1024) != 0) {
        break;
      }
      unit *= 1024;
      name = next;
    }
    return bytes / unit + (name.isEmpty() ? " bytes" : name);
  }
}
