package io.integrationhost.plugins.modbus.plan;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ranges of whole numbers as people write them. */
final class Units {

  private static final Pattern RANGE =
      Pattern.compile("\\s*(\\d{1,5})(?:\\s*-\\s*(\\d{1,5}))?\\s*");

  private Units() {}

  /**
   * The numbers of a text such as {@code 1-40,50}.
   *
   * @param most none is greater
   * @return sorted; empty for what is no such text
   */
  static Optional<SortedSet<Integer>> parse(String text, int most) {
    SortedSet<Integer> units = new TreeSet<>();
    for (String part : text.split(",", -1)) {
      Matcher range = RANGE.matcher(part);
      if (!range.matches()) {
        return Optional.empty();
      }
      int first = Integer.parseInt(range.group(1));
      int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
      if (last < first || last > most) {
        return Optional.empty();
      }
      for (int unit = first; unit <= last; unit++) {
        units.add(unit);
      }
    }
    return Optional.of(units);
  }
}
