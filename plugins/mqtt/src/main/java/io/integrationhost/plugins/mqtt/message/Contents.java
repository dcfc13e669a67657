package io.integrationhost.plugins.mqtt.message;

import io.integrationhost.plugin.ContentType;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * What bytes hold, as ThingsBoard's own integration finds it: JSON when they begin with a value of
 * JSON that is whole, and nothing or a blank follows; text when all are printable characters of
 * ASCII. For views only: a converter gets the bytes either way.
 */
final class Contents {

  private static final Pattern SCALAR =
      Pattern.compile("(?:null|true|false|-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?)");

  private static final int DEEPEST = 1000;

  private final byte[] bytes;
  private int at;

  private Contents(byte[] bytes) {
    this.bytes = bytes;
  }

  static ContentType type(byte[] bytes) {
    if (new Contents(bytes).isJson()) {
      return ContentType.JSON;
    }
    for (byte each : bytes) {
      if (each < ' ' || each > '~') {
        return ContentType.BINARY;
      }
    }
    return ContentType.TEXT;
  }

  private boolean isJson() {
    skipBlanks();
    return at == bytes.length || (value() && (at == bytes.length || isBlank(bytes[at])));
  }

  /** Objects and arrays by a stack of their ends, so that depth costs nothing. */
  private boolean value() {
    byte[] ends = new byte[Math.min(DEEPEST, bytes.length)];
    int depth = 0;
    boolean wantsValue = true;
    while (true) {
      skipBlanks();
      if (at == bytes.length) {
        return false;
      }
      byte next = bytes[at];
      if (wantsValue && (next == '{' || next == '[')) {
        if (depth == ends.length) {
          return false;
        }
        at++;
        ends[depth++] = (byte) (next == '{' ? '}' : ']');
        skipBlanks();
        boolean isEmpty = at < bytes.length && bytes[at] == ends[depth - 1];
        wantsValue = !isEmpty;
        if (!isEmpty && next == '{' && !key()) {
          return false;
        }
        continue;
      }
      if (wantsValue) {
        if (!(next == '"' ? string() : scalar())) {
          return false;
        }
        wantsValue = false;
      } else if (next == ',') {
        at++;
        wantsValue = true;
        if (ends[depth - 1] == '}' && !key()) {
          return false;
        }
        continue;
      } else if (next == ends[depth - 1]) {
        at++;
        depth--;
      } else {
        return false;
      }
      if (depth == 0) {
        return true;
      }
    }
  }

  private boolean key() {
    skipBlanks();
    if (at == bytes.length || bytes[at] != '"' || !string()) {
      return false;
    }
    skipBlanks();
    return at < bytes.length && bytes[at++] == ':';
  }

  private boolean string() {
    for (at++; at < bytes.length; at++) {
      byte each = bytes[at];
      if (each == '"') {
        at++;
        return true;
      } else if (each == '\\') {
        at++;
      } else if (each >= 0 && each < ' ') {
        return false;
      }
    }
    return false;
  }

  private boolean scalar() {
    int start = at;
    while (at < bytes.length && !isBlank(bytes[at]) && ",]}".indexOf(bytes[at]) < 0) {
      at++;
    }
    // The longest number that means something is much shorter.
    return at - start <= 1000
        && SCALAR
            .matcher(new String(bytes, start, at - start, StandardCharsets.ISO_8859_1))
            .matches();
  }

  private void skipBlanks() {
    while (at < bytes.length && isBlank(bytes[at])) {
      at++;
    }
  }

  private static boolean isBlank(byte each) {
    return each == ' ' || each == '\t' || each == '\n' || each == '\r';
  }
}
