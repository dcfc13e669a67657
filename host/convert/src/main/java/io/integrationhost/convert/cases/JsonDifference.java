package io.integrationhost.convert.cases;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares two JSON values; the order of keys does not count.
 *
 * @param millis the time that {@code "now"} means
 * @param exactNumbers whether the way a number is written counts, which decides its type
 */
record JsonDifference(long millis, boolean exactNumbers) {
  static final String NOW = "now";
  private static final long TOLERANCE = 60_000;
  private static final int LONGEST = 120;

  /** One line for each place that differs. */
  List<String> of(JsonElement expected, JsonElement actual) {
    List<String> lines = new ArrayList<>();
    compare("", expected, actual, lines);
    return lines;
  }

  private void compare(String at, JsonElement expected, JsonElement actual, List<String> lines) {
    if (expected instanceof JsonObject wanted && actual instanceof JsonObject given) {
      compareObjects(at, wanted, given, lines);
    } else if (expected instanceof JsonArray wanted && actual instanceof JsonArray given) {
      for (int i = 0; i < Math.max(wanted.size(), given.size()); i++) {
        String place = at + "[" + i + "]";
        if (i >= given.size()) {
          lines.add(line(place, "missing, expected " + shown(wanted.get(i))));
        } else if (i >= wanted.size()) {
          lines.add(line(place, "not expected: " + shown(given.get(i))));
        } else {
          compare(place, wanted.get(i), given.get(i), lines);
        }
      }
    } else if (!same(expected, actual)) {
      lines.add(line(at, "expected %s, got %s".formatted(shown(expected), shown(actual))));
    }
  }

  private void compareObjects(String at, JsonObject wanted, JsonObject given, List<String> lines) {
    for (String key : wanted.keySet()) {
      String place = at.isEmpty() ? key : at + "." + key;
      if (given.has(key)) {
        compare(place, wanted.get(key), given.get(key), lines);
      } else {
        lines.add(line(place, "missing, expected " + shown(wanted.get(key))));
      }
    }
    for (String key : given.keySet()) {
      if (!wanted.has(key)) {
        lines.add(
            line(at.isEmpty() ? key : at + "." + key, "not expected: " + shown(given.get(key))));
      }
    }
  }

  private boolean same(JsonElement expected, JsonElement actual) {
    if (expected.equals(new JsonPrimitive(NOW)) && isNow(actual, millis)) {
      return true;
    }
    if (isNumber(expected) && isNumber(actual)) {
      return value(expected).compareTo(value(actual)) == 0
          && (!exactNumbers || isWhole(expected) == isWhole(actual));
    }
    return expected.equals(actual) && isNumber(expected) == isNumber(actual);
  }

  /** Whether a value is a time within a minute. */
  static boolean isNow(JsonElement value, long millis) {
    return isNumber(value)
        && value(value)
                .subtract(BigDecimal.valueOf(millis))
                .abs()
                .compareTo(BigDecimal.valueOf(TOLERANCE))
            <= 0;
  }

  private static boolean isNumber(JsonElement value) {
    return value instanceof JsonPrimitive primitive && primitive.isNumber();
  }

  private static BigDecimal value(JsonElement number) {
    return new BigDecimal(number.getAsString());
  }

  /** As facts 5.4 decide between LONG and DOUBLE. */
  private static boolean isWhole(JsonElement number) {
    String text = number.getAsString();
    boolean plainDecimal = text.contains(".") && !text.contains("e") && !text.contains("E");
    return !plainDecimal && value(number).stripTrailingZeros().scale() <= 0;
  }

  private String shown(JsonElement value) {
    String text = value.toString();
    String cut = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    return exactNumbers && isNumber(value) ? cut + (isWhole(value) ? " (LONG)" : " (DOUBLE)") : cut;
  }

  private static String line(String at, String text) {
    return (at.isEmpty() ? "result" : at) + ": " + text;
  }
}
