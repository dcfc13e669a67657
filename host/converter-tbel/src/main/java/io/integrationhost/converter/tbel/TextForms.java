package io.integrationhost.converter.tbel;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.mvel2.ExecutionContext;

/** Padding and percent encoding. */
public final class TextForms {
  private static final String UNTOUCHED = "-_.!~*'();/?:@&=+$,#";

  private TextForms() {}

  public static String padStart(ExecutionContext context, String text, int length, char filler) {
    return padding(context, text, length, filler) + text;
  }

  public static String padEnd(ExecutionContext context, String text, int length, char filler) {
    return text + padding(context, text, length, filler);
  }

  private static String padding(ExecutionContext context, String text, int length, char filler) {
    int missing = Math.max(0, length - text.length());
    context.checkArray(char.class, missing);
    return String.valueOf(filler).repeat(missing);
  }

  public static String encodeURI(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (each & 0xFF);
      if (isLetterOrDigit(c) || UNTOUCHED.indexOf(c) >= 0) {
        out.append(c);
      } else {
        out.append(String.format(Locale.ROOT, "%%%02X", (int) c));
      }
    }
    return out.toString();
  }

  /** All escapes, also those of reserved characters; a plus stays a plus. */
  public static String decodeURI(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
