package io.integrationhost.cli;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/** Text and bytes of devices, made harmless for a terminal and not longer than a person reads. */
final class PrintableText {

  private static final int MOST_BYTES = 512;

  private PrintableText() {}

  /** Without control characters, and cut. */
  static String of(String text, int most) {
    StringBuilder printable = new StringBuilder();
    text.chars().limit(most).forEach(character -> append(printable, (char) character));
    return text.length() > most ? printable + "..." : printable.toString();
  }

  /** As text where it is text, else in hexadecimal. */
  static String of(byte[] bytes) {
    byte[] head = Arrays.copyOf(bytes, Math.min(bytes.length, MOST_BYTES));
    boolean whole = head.length == bytes.length;
    CharBuffer text = CharBuffer.allocate(head.length);
    // The cut may go through a character.
    boolean broken =
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(head), text, whole).isError();
    text.flip();
    boolean binary =
        broken || text.chars().anyMatch(character -> character < ' ' && !isSpace(character));
    String shown =
        binary
            ? "hex " + HexFormat.of().formatHex(head)
            : "'" + of(text.toString(), MOST_BYTES) + "'";
    return whole ? shown : shown + "...";
  }

  private static boolean isSpace(int character) {
    return character == '\r' || character == '\n' || character == '\t';
  }

  private static void append(StringBuilder printable, char character) {
    switch (character) {
      case '\n' -> printable.append("\\n");
      case '\r' -> printable.append("\\r");
      case '\t' -> printable.append("\\t");
      default -> {
        if (Character.isISOControl(character)) {
          printable.append("\\u%04x".formatted((int) character).toLowerCase(Locale.ROOT));
        } else {
          printable.append(character);
        }
      }
    }
  }
}
