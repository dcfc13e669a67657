package io.integrationhost.converter;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Writes a script's arguments as JSON. Parsing that in the script is the fastest way in. */
final class JsonText {
  private JsonText() {}

  /** Texts by key; a null value stays null. */
  static String object(Map<String, String> map) {
    StringBuilder out = new StringBuilder(16 + 32 * map.size()).append('{');
    for (Map.Entry<String, String> entry : map.entrySet()) {
      if (out.length() > 1) {
        out.append(',');
      }
      quote(out, entry.getKey());
      out.append(':');
      if (entry.getValue() == null) {
        out.append("null");
      } else {
        quote(out, entry.getValue());
      }
    }
    return out.append('}').toString();
  }

  /** One number per UTF-16 unit when the bytes are valid UTF-8, else one per byte (facts 5.2). */
  static String numbers(byte[] payload) {
    String text = decode(payload);
    StringBuilder out = new StringBuilder(2 + 4 * text.length()).append('[');
    for (int i = 0; i < text.length(); i++) {
      if (i > 0) {
        out.append(',');
      }
      out.append((int) text.charAt(i));
    }
    return out.append(']').toString();
  }

  private static String decode(byte[] payload) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString();
    } catch (CharacterCodingException notText) {
      return new String(payload, StandardCharsets.ISO_8859_1);
    }
  }

  static String quoted(String text) {
    StringBuilder out = new StringBuilder(2 + text.length());
    quote(out, text);
    return out.toString();
  }

  private static void quote(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append("\\u00").append(c < 16 ? '0' : '1').append(Character.forDigit(c & 15, 16));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
