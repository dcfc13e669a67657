package io.integrationhost.convert;

/**
 * Blanks comments and quoted texts of a script, for searches that must not find what stands there.
 * Regular expressions are not recognised: a quote in one hides code up to the end of its line.
 */
final class CodeOnly {
  private final String body;
  private final StringBuilder text;
  private int at;

  CodeOnly(String body) {
    this.body = body;
    this.text = new StringBuilder(body);
  }

  String text() {
    while (at < body.length()) {
      char c = body.charAt(at);
      if (body.startsWith("//", at)) {
        blank(end("\n", at));
      } else if (body.startsWith("/*", at)) {
        int end = body.indexOf("*/", at + 2);
        blank(end < 0 ? body.length() : end + 2);
      } else if (c == '"' || c == '\'' || c == '`') {
        blankQuoted(c);
      } else {
        at++;
      }
    }
    return text.toString();
  }

  private int end(String what, int from) {
    int found = body.indexOf(what, from);
    return found < 0 ? body.length() : found;
  }

  private void blankQuoted(char quote) {
    int end = at + 1;
    while (end < body.length() && body.charAt(end) != quote) {
      if (body.charAt(end) == '\n' && quote != '`') {
        break;
      }
      end += body.charAt(end) == '\\' ? 2 : 1;
    }
    text.setCharAt(at, '"');
    at++;
    blank(Math.min(end, body.length()));
    if (at < body.length() && body.charAt(at) == quote) {
      text.setCharAt(at, '"');
      at++;
    }
  }

  private void blank(int end) {
    for (; at < end; at++) {
      if (body.charAt(at) != '\n') {
        text.setCharAt(at, ' ');
      }
    }
  }
}
