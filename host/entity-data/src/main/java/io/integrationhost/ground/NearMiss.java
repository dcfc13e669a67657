package io.integrationhost.ground;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the word that somebody probably meant.
 *
 * @param written the word that is not known
 */
public record NearMiss(String written) {

  private record Scored(String candidate, int distance) {}

  private static final int LONGEST = 100;

  /** The nearest candidate; empty when all are too different to be meant. */
  public Optional<String> among(List<String> candidates) {
    if (written.length() > LONGEST) {
      return Optional.empty();
    }
    return candidates.stream()
        .map(candidate -> new Scored(candidate, distanceTo(candidate)))
        .filter(scored -> scored.distance() <= Math.max(1, written.length() / 3))
        .min(Comparator.comparingInt(Scored::distance))
        .map(Scored::candidate);
  }

  /** A key in the wrong place counts as one mistake. */
  private int distanceTo(String candidate) {
    int whole = distance(normal(written), normal(candidate));
    int last = distance(normal(lastPart(written)), normal(lastPart(candidate)));
    return Math.min(whole, last + 1);
  }

  private static String lastPart(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /** maxFrameLength, max_frame_length and max-frame-length are one word. */
  private static String normal(String key) {
    return key.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
  }

  /** Insertions, deletions, replacements and swaps of neighbours. */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        d[i][j] = i == 0 || j == 0 ? i + j : step(d, a, b, i, j);
      }
    }
    return d[a.length()][b.length()];
  }

  private static int step(int[][] d, String a, String b, int i, int j) {
    int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int best = Math.min(replaced, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
  }
}
