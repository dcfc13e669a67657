package io.integrationhost.host.convert;

/**
 * A line to print.
 *
 * @param problem whether it belongs to a failure
 */
public record Line(String text, boolean problem) {

  static Line plain(String text) {
    return new Line(text, false);
  }

  static Line problem(String text) {
    return new Line(text, true);
  }
}
