package io.integrationhost.converter;

/** How deeply the brackets of a script nest; those in texts and comments do not count. */
final class Nesting {
  private final String body;
  private int at;

  private Nesting(String body) {
    this.body = body;
  }

  static int depth(String body) {
    return new Nesting(body).scan();
  }

  private int scan() {
    int depth = 0;
    int deepest = 0;
    for (; at < body.length(); at++) {
      char c = body.charAt(at);
      if (c == '"' || c == '\'') {
        skipQuoted(c);
      } else if (body.startsWith("//", at)) {
        skipTo("\n");
      } else if (body.startsWith("/*", at)) {
        at++;
        skipTo("*/");
      } else if ("([{".indexOf(c) >= 0) {
        deepest = Math.max(deepest, ++depth);
      } else if (")]}".indexOf(c) >= 0) {
        depth--;
      }
    }
    return deepest;
  }

  private void skipQuoted(char quote) {
    for (at++; at < body.length() && body.charAt(at) != quote; at++) {
      if (body.charAt(at) == '\\') {
        at++;
      }
    }
  }

  private void skipTo(String end) {
    int found = body.indexOf(end, at + 1);
    at = found < 0 ? body.length() : found + end.length() - 1;
  }
}
