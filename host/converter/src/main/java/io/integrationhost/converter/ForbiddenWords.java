package io.integrationhost.converter;

import io.integrationhost.converter.ConverterException.Kind;
import java.util.HashSet;
import java.util.Set;

/** Refuses bodies that are empty or not synchronous (facts 5.8). */
final class ForbiddenWords {
  private final Set<String> words = new HashSet<>();
  private final String body;
  private int at;

  /** The last character of code, which tells a division from a regular expression. */
  private char before = ';';

  private ForbiddenWords(String body) {
    this.body = body;
  }

  static void check(String body) {
    if (body.isBlank()) {
      throw new ScriptFailure(Kind.CONFIGURATION, "Script body is empty");
    }
    Set<String> words = new ForbiddenWords(body).scan();
    refuse(words, "async", "Script must not contain 'async' keyword.");
    refuse(words, "await", "Script must not contain 'await' keyword.");
    refuse(words, "Promise", "Script must not use 'Promise'.");
    refuse(words, "setTimeout", "Script must not use 'setTimeout' method.");
  }

  private static void refuse(Set<String> words, String word, String message) {
    if (words.contains(word)) {
      throw new ScriptFailure(Kind.CONFIGURATION, message);
    }
  }

  private Set<String> scan() {
    while (at < body.length()) {
      char c = body.charAt(at);
      if (body.startsWith("//", at)) {
        skipTo("\n");
      } else if (body.startsWith("/*", at)) {
        at += 2;
        skipTo("*/");
      } else if (c == '"' || c == '\'' || c == '`' || (c == '/' && regularExpressionCanStart())) {
        skipQuoted(c);
        before = '"';
      } else if (Character.isJavaIdentifierPart(c)) {
        word();
      } else {
        if (!Character.isWhitespace(c)) {
          before = c;
        }
        at++;
      }
    }
    return words;
  }

  private void word() {
    int start = at;
    while (at < body.length() && Character.isJavaIdentifierPart(body.charAt(at))) {
      at++;
    }
    String word = body.substring(start, at);
    words.add(word);
    before = word.equals("return") || word.equals("typeof") ? ';' : 'a';
  }

  private boolean regularExpressionCanStart() {
    return "(,=:[!&|?{};+-*%<>~^".indexOf(before) >= 0;
  }

  private void skipTo(String end) {
    int found = body.indexOf(end, at);
    at = found < 0 ? body.length() : found + end.length();
  }

  /** Past the closing quote; a quote that is left open ends with its line. */
  private void skipQuoted(char quote) {
    boolean inClass = false;
    for (at++; at < body.length(); at++) {
      char c = body.charAt(at);
      if (c == '\\') {
        at++;
      } else if (quote == '/' && c == '[') {
        inClass = true;
      } else if (c == ']') {
        inClass = false;
      } else if ((c == quote && !inClass) || (c == '\n' && quote != '`')) {
        at++;
        return;
      }
    }
  }
}
