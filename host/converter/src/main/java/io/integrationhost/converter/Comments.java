package io.integrationhost.converter;

/**
 * Blanks the comments of a TBEL script and keeps its lines and columns: the library does not count
 * the lines of comments inside of list and map literals, so that errors behind them would name an
 * innocent line.
 */
final class Comments {
  private final StringBuilder text;
  private int at;

  private Comments(String body) {
    text = new StringBuilder(body);
  }

  static String blanked(String body) {
    return body.contains("//") || body.contains("/*") ? new Comments(body).blank() : body;
  }

  private String blank() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (starts("//")) {
        blankTo("\n");
      } else if (starts("/*")) {
        blankTo("*/");
      } else if (c == '"' || c == '\'') {
        skipQuoted(c);
      } else {
        at++;
      }
    }
    return text.toString();
  }

  private boolean starts(String mark) {
    return at + 1 < text.length()
        && text.charAt(at) == mark.charAt(0)
        && text.charAt(at + 1) == mark.charAt(1);
  }

  private void blankTo(String mark) {
    int found = text.indexOf(mark, at + 2);
    int end = found < 0 ? text.length() : found + mark.length();
    // A comment that is left open stays, as the library has to refuse it.
    boolean closed = found >= 0 || mark.equals("\n");
    for (; at < end; at++) {
      if (closed && text.charAt(at) >= ' ') {
        text.setCharAt(at, ' ');
      }
    }
  }

  /** Past the closing quote. */
  private void skipQuoted(char quote) {
    for (at++; at < text.length() && text.charAt(at) != quote; at++) {
      if (text.charAt(at) == '\\') {
        at++;
      }
    }
    at++;
  }
}
