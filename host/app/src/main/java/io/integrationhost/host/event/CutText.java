package io.integrationhost.host.event;

import io.integrationhost.plugin.ContentType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * Fits texts into the fields of events. What is too long ends with a mark that says how long it
 * was. Only what is kept is decoded.
 */
record CutText(int maxCharacters) {

  private static final int MOST_BYTES_PER_CHARACTER = 4;

  String of(String text) {
    return text.length() <= maxCharacters
        ? text
        : cut(text, "... [cut: " + text.length() + " characters]");
  }

  /** Text as it is, bytes as Base64 (facts 4.3). */
  String of(ContentType type, byte[] bytes) {
    return type == ContentType.BINARY ? base64(bytes) : utf8(bytes);
  }

  private String utf8(byte[] bytes) {
    int most = Math.min(bytes.length, maxCharacters * MOST_BYTES_PER_CHARACTER);
    String text = new String(bytes, 0, most, StandardCharsets.UTF_8);
    return text.length() <= maxCharacters && most == bytes.length ? text : cut(text, mark(bytes));
  }

  private String base64(byte[] bytes) {
    if (bytes.length <= maxCharacters / 4 * 3) {
      return Base64.getEncoder().encodeToString(bytes);
    }
    String mark = mark(bytes);
    int kept = (maxCharacters - mark.length()) / 4 * 3;
    return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes, kept)) + mark;
  }

  private static String mark(byte[] bytes) {
    return "... [cut: " + bytes.length + " bytes]";
  }

  private String cut(String text, String mark) {
    int end = Math.min(text.length(), maxCharacters - mark.length());
    boolean inside = end > 0 && Character.isHighSurrogate(text.charAt(end - 1));
    return text.substring(0, inside ? end - 1 : end) + mark;
  }
}
