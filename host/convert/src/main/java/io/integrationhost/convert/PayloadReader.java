package io.integrationhost.convert;

import io.integrationhost.convert.Payload.Form;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Makes payloads from what a user wrote down. */
public final class PayloadReader {
  private PayloadReader() {}

  /**
   * One payload.
   *
   * @param text in the given form
   * @param where it was written, for messages
   */
  public static Payload read(String name, String text, Form form, String where) {
    byte[] bytes =
        switch (form) {
          case HEX -> hex(text, where);
          case BASE64 -> base64(text, where);
          case TEXT, RAW -> text.getBytes(StandardCharsets.UTF_8);
        };
    return new Payload(name, bytes, form);
  }

  /** Each line of a file is one payload; empty lines are none. */
  public static List<Payload> lines(Path file, Form form) {
    List<Payload> payloads = new ArrayList<>();
    List<String> lines = TextFiles.read(file).lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isEmpty()) {
        String where = file + ": " + (i + 1);
        payloads.add(read("line " + (i + 1), lines.get(i), form, where));
      }
    }
    if (payloads.isEmpty()) {
      throw new InputException(file + ": is empty; each line must hold a payload");
    }
    return payloads;
  }

  private static byte[] hex(String text, String where) {
    String digits = text.replaceAll("[\\s:,-]|0x|0X", "").toLowerCase(Locale.ROOT);
    try {
      return HexFormat.of().parseHex(digits);
    } catch (IllegalArgumentException e) {
      throw new InputException(
          where
              + ": is no hexadecimal: "
              + (digits.length() % 2 == 1 && digits.matches("[0-9a-f]*")
                  ? "it has an odd number of digits (" + digits.length() + ")"
                  : "only 0-9 and a-f, with blanks, colons or 0x between bytes"));
    }
  }

  private static byte[] base64(String text, String where) {
    try {
      return Base64.getMimeDecoder().decode(text.strip().replace('-', '+').replace('_', '/'));
    } catch (IllegalArgumentException e) {
      throw new InputException(where + ": is no Base64: " + e.getMessage());
    }
  }
}
