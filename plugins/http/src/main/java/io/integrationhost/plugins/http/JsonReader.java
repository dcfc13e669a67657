package io.integrationhost.plugins.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a text of JSON in UTF-8, which is well formed as such. For one thread. */
class JsonReader {

  /** An object within an object, so often: each costs stack. */
  private static final int DEEPEST = 500;

  final byte[] bytes;
  int at;
  private int depth;

  JsonReader(byte[] bytes) {
    this.bytes = bytes;
  }

  Object value() {
    space();
    return switch (peek()) {
      case '{' -> object();
      case '[' -> list();
      case '"' -> string();
      case 't', 'f', 'n' -> word();
      default -> number();
    };
  }

  private Map<String, Object> object() {
    Map<String, Object> object = new LinkedHashMap<>();
    enter();
    if (isEnd('}')) {
      return object;
    }
    do {
      space();
      String key = string();
      colon();
      object.put(key, value());
    } while (goesOn('}'));
    return object;
  }

  private List<Object> list() {
    List<Object> list = new ArrayList<>();
    enter();
    if (isEnd(']')) {
      return list;
    }
    do {
      list.add(value());
    } while (goesOn(']'));
    return list;
  }

  final void enter() {
    at++;
    depth++;
    if (depth > DEEPEST) {
      throw broken("it is nested deeper than " + DEEPEST);
    }
  }

  final void colon() {
    space();
    if (peek() != ':') {
      throw broken("a colon is missing");
    }
    at++;
  }

  /** Whether nothing is inside. */
  final boolean isEnd(char end) {
    space();
    if (peek() != end) {
      return false;
    }
    at++;
    depth--;
    return true;
  }

  /** Whether another one follows; takes the comma, or the end. */
  final boolean goesOn(char end) {
    space();
    int next = peek();
    if (next != ',' && next != end) {
      throw broken("a comma or '" + end + "' is missing");
    }
    at++;
    if (next == end) {
      depth--;
    }
    return next == ',';
  }

  private Object word() {
    String word = peek() == 't' ? "true" : peek() == 'f' ? "false" : "null";
    for (int i = 0; i < word.length(); i++) {
      if (peek() != word.charAt(i)) {
        throw broken("a word is none of JSON");
      }
      at++;
    }
    return word.equals("null") ? null : new Json.Literal(word);
  }

  private Json.Literal number() {
    int start = at;
    skipNumber();
    return new Json.Literal(new String(bytes, start, at - start, StandardCharsets.US_ASCII));
  }

  final void skipNumber() {
    if (peek() == '-') {
      at++;
    }
    if (peek() == '0') {
      at++;
    } else {
      digits();
    }
    if (has('.')) {
      at++;
      digits();
    }
    if (has('e') || has('E')) {
      at++;
      if (has('+') || has('-')) {
        at++;
      }
      digits();
    }
    boolean goesOn = at < bytes.length && (Character.isLetterOrDigit(bytes[at]) || has('.'));
    // A number alone ends with its text, or a blank: the first column of a table is none.
    if (goesOn || (depth == 0 && at < bytes.length && !isSpace())) {
      throw broken("a number is none of JSON");
    }
  }

  private void digits() {
    int start = at;
    while (at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    if (at == start) {
      throw broken("a value is missing");
    }
  }

  final boolean has(char wanted) {
    return at < bytes.length && bytes[at] == wanted;
  }

  /** Where the string ends, behind its quote; whether it has escapes. */
  final boolean skipString() {
    if (peek() != '"') {
      throw broken("a string is missing");
    }
    at++;
    boolean escaped = false;
    while (peek() != '"') {
      if (bytes[at] >= 0 && bytes[at] < ' ') {
        throw broken("a control character stands in a string");
      }
      if (bytes[at] == '\\') {
        escaped = true;
        at++;
        peek();
      }
      at++;
    }
    at++;
    return escaped;
  }

  final String string() {
    int start = at + 1;
    boolean escaped = skipString();
    String text = new String(bytes, start, at - 1 - start, StandardCharsets.UTF_8);
    return escaped ? unescaped(text) : text;
  }

  private String unescaped(String text) {
    var plain = new StringBuilder(text.length());
    int i = 0;
    while (i < text.length()) {
      char each = text.charAt(i++);
      if (each != '\\') {
        plain.append(each);
        continue;
      }
      char code = text.charAt(i++);
      int known = "\"\\/bfnrt".indexOf(code);
      if (known >= 0) {
        plain.append("\"\\/\b\f\n\r\t".charAt(known));
      } else if (code == 'u' && text.length() >= i + 4) {
        plain.append((char) hex(text, i));
        i += 4;
      } else {
        throw broken("an escape is none of JSON");
      }
    }
    return plain.toString();
  }

  private int hex(String text, int from) {
    int code = 0;
    for (int i = from; i < from + 4; i++) {
      int digit = text.charAt(i) < 128 ? Character.digit(text.charAt(i), 16) : -1;
      if (digit < 0) {
        throw broken("an escape is none of JSON");
      }
      code = code * 16 + digit;
    }
    return code;
  }

  final void space() {
    while (at < bytes.length && isSpace()) {
      at++;
    }
  }

  private boolean isSpace() {
    return bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t';
  }

  final int peek() {
    if (at >= bytes.length) {
      throw broken(bytes.length == 0 ? "it is empty" : "its end is missing");
    }
    return bytes[at];
  }

  final IllegalArgumentException broken(String why) {
    return new IllegalArgumentException(why + " (at byte " + at + ")");
  }
}
