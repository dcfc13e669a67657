package io.integrationhost.runtime.jar;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version as semantic versioning 2.0 defines it; its order ignores the build.
 *
 * @param qualifier what follows the hyphen, such as {@code SNAPSHOT}; empty for a release
 * @param build what follows the plus sign; empty when absent
 */
public record SemanticVersion(int major, int minor, int patch, String qualifier, String build)
    implements Comparable<SemanticVersion> {

  private static final String NUMBER = "(0|[1-9][0-9]{0,8})";
  private static final String WORDS = "[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*";
  private static final Pattern STRICT =
      Pattern.compile(
          NUMBER + "\\." + NUMBER + "\\." + NUMBER + "(?:-(" + WORDS + "))?" + "(?:\\+(" + WORDS
              + "))?");
  private static final Pattern LOOSE =
      Pattern.compile(
          "v?([0-9]{1,9})(?:\\.([0-9]{1,9}))?(?:\\.([0-9]{1,9}))?(?:[.-](" + WORDS + "))?");
  private static final Comparator<SemanticVersion> NUMBERS =
      Comparator.comparingInt(SemanticVersion::major)
          .thenComparingInt(SemanticVersion::minor)
          .thenComparingInt(SemanticVersion::patch);

  /** Reads {@code 1.2.3}, {@code 1.2.3-rc.1} and {@code 1.2.3+build}; empty for anything else. */
  public static Optional<SemanticVersion> parse(String text) {
    Matcher matcher = STRICT.matcher(text);
    return matcher.matches()
        ? Optional.of(of(matcher, orEmpty(matcher.group(5))))
        : Optional.empty();
  }

  /** Reads also {@code 1.2} and {@code 4.1.0.Final}, which jars of the world carry. */
  static Optional<SemanticVersion> parseLoosely(String text) {
    Optional<SemanticVersion> strict = parse(text);
    if (strict.isPresent()) {
      return strict;
    }
    Matcher matcher = LOOSE.matcher(text);
    return matcher.matches() ? Optional.of(of(matcher, "")) : Optional.empty();
  }

  private static SemanticVersion of(Matcher matcher, String build) {
    return new SemanticVersion(
        number(matcher.group(1)),
        number(matcher.group(2)),
        number(matcher.group(3)),
        orEmpty(matcher.group(4)),
        build);
  }

  private static int number(String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }

  @Override
  public int compareTo(SemanticVersion other) {
    int numbers = NUMBERS.compare(this, other);
    return numbers != 0 ? numbers : compareQualifiers(qualifier, other.qualifier);
  }

  private static int compareQualifiers(String left, String right) {
    if (left.isEmpty() || right.isEmpty()) {
      return Boolean.compare(left.isEmpty(), right.isEmpty());
    }
    String[] leftWords = left.split("\\.", -1);
    String[] rightWords = right.split("\\.", -1);
    for (int i = 0; i < Math.min(leftWords.length, rightWords.length); i++) {
      int word = compareWords(leftWords[i], rightWords[i]);
      if (word != 0) {
        return word;
      }
    }
    return Integer.compare(leftWords.length, rightWords.length);
  }

  private static int compareWords(String left, String right) {
    boolean leftNumeric = left.chars().allMatch(Character::isDigit);
    boolean rightNumeric = right.chars().allMatch(Character::isDigit);
    if (leftNumeric && rightNumeric) {
      int length = Integer.compare(left.length(), right.length());
      return length != 0 ? length : left.compareTo(right);
    }
    return leftNumeric == rightNumeric
        ? left.compareTo(right)
        : Boolean.compare(rightNumeric, leftNumeric);
  }

  /** The version as it is written in a manifest. */
  @Override
  public String toString() {
    return major
        + "."
        + minor
        + "."
        + patch
        + (qualifier.isEmpty() ? "" : "-" + qualifier)
        + (build.isEmpty() ? "" : "+" + build);
  }
}
