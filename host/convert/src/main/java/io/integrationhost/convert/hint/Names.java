package io.integrationhost.convert.hint;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Finds what a person meant by a name. */
final class Names {
  private Names() {}

  /** The names in a text, which has blanks between them. */
  static Set<String> of(String names) {
    return Set.of(names.split(" "));
  }

  /** The known name that is spelled nearly like this one; absent when none is. */
  static Optional<String> near(String name, Collection<String> known) {
    String plain = plain(name);
    return known.stream()
        .filter(one -> distance(plain, plain(one)) <= Math.max(1, plain.length() / 4))
        .min(Comparator.comparingInt(one -> distance(plain, plain(one))));
  }

  /** {@code device_name} and {@code DeviceName} are the same name. */
  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  private static int distance(String from, String to) {
    int[] last = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] row = new int[to.length() + 1];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int change = last[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(change, Math.min(last[j], row[j - 1]) + 1);
      }
      last = row;
    }
    return last[to.length()];
  }
}
