package io.integrationhost.kit.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the key that somebody probably meant. */
record NearMiss(String written) {

  private record Scored(String candidate, int distance) {}

  private static final int LONGEST = 100;

  /** The nearest candidate; empty when all are too different to be meant. */
  Optional<String> among(Collection<String> candidates) {
    if (written.length() > LONGEST) {
      return Optional.empty();
    }
    return candidates.stream()
        .map(each -> new Scored(each, distance(normal(written), normal(each))))
        .filter(scored -> scored.distance() <= Math.max(1, written.length() / 3))
        .min(Comparator.comparingInt(Scored::distance).thenComparing(Scored::candidate))
        .map(Scored::candidate);
  }

  /** maxFrameLength, max_frame_length and max-frame-length are one word. */
  private static String normal(String key) {
    return key.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
  }

  /** Insertions, deletions and replacements. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
