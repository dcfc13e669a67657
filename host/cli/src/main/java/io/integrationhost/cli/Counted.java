package io.integrationhost.cli;

/** Numbers of things, as sentences have them. */
final class Counted {

  private Counted() {}

  /** Like {@code 1 problem} and {@code 2 problems}. */
  static String of(long count, String thing) {
    return count + " " + thing + (count == 1 ? "" : "s");
  }
}
