package io.integrationhost.kit;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Bytes as text and text as bytes. */
public final class Bytes {

  /** So many bytes are shown in a log. */
  static final int EXCERPT = 32;

  private Bytes() {}

  /**
   * The UTF-8 of a text.
   *
   * @param text any
   * @return its bytes
   */
  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * A text in UTF-8; what is none becomes the replacement character.
   *
   * @param bytes not changed
   * @return the text
   */
  public static String utf8(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /**
   * The ASCII of a text; other characters become question marks.
   *
   * @param text any
   * @return a byte for each character
   */
  public static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * A text in ASCII; what is none becomes the replacement character.
   *
   * @param bytes not changed
   * @return a character for each byte
   */
  public static String ascii(byte[] bytes) {
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  /**
   * Bytes written as hex digits; white space between them means nothing.
   *
   * @param digits such as {@code 01 03 0a}, in lower or upper case
   * @return the bytes
   * @throws IllegalArgumentException when it is no hex
   */
  public static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replaceAll("\\s+", ""));
  }

  /**
   * Hex digits of bytes.
   *
   * @param bytes not changed
   * @return two digits in lower case for each
   */
  public static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /**
   * How bytes begin, fit for a log: hex, and as text without what could be no text or forge a line.
   *
   * @param bytes of which 32 at most are shown
   * @return such as {@code 612c310d 'a,1.'}
   */
  public static String excerpt(byte[] bytes) {
    return excerpt(bytes, bytes.length);
  }

  /**
   * How bytes begin, fit for a log.
   *
   * @param bytes the first of them, of which 32 at most are shown
   * @param length of all of them
   * @return as of {@link #excerpt(byte[])}
   */
  public static String excerpt(byte[] bytes, long length) {
    int shown = Math.min(bytes.length, EXCERPT);
    var text = new StringBuilder();
    for (int i = 0; i < shown; i++) {
      byte each = bytes[i];
      text.append(each >= ' ' && each < 0x7F && each != '\'' ? (char) each : '.');
    }
    String more = length > shown ? "..." : "";
    return HexFormat.of().formatHex(bytes, 0, shown) + more + " '" + text + more + "'";
  }
}
