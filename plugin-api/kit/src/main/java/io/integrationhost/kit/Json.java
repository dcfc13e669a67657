package io.integrationhost.kit;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Values as JSON text, for what a plugin has decoded itself and hands to a converter. */
public final class Json {

  private final StringBuilder out = new StringBuilder(128);

  private final UnaryOperator<Object> plain;

  private Json(UnaryOperator<Object> plain) {
    this.plain = plain;
  }

  /**
   * Writes a value, without white space.
   *
   * @param value maps (the texts of their keys), lists, numbers, booleans and null; anything else
   *     by its {@code toString}. Numbers that JSON cannot hold are null.
   * @return one line
   */
  public static String of(Object value) {
    return of(value, each -> each);
  }

  /**
   * Writes a value that has kinds of the plugin's own in it.
   *
   * @param plain is asked for each value before it is written, and answers with what {@link
   *     #of(Object)} takes
   * @return one line
   */
  public static String of(Object value, UnaryOperator<Object> plain) {
    var json = new Json(plain);
    json.put(value);
    return json.out.toString();
  }

  private void put(Object given) {
    Object value = plain.apply(given);
    if (value == null || (value instanceof Number number && !isFinite(number))) {
      out.append("null");
    } else if (value instanceof Number || value instanceof Boolean) {
      out.append(value);
    } else if (value instanceof Map<?, ?> map) {
      char before = '{';
      for (Map.Entry<?, ?> each : map.entrySet()) {
        out.append(before);
        text(String.valueOf(each.getKey()));
        out.append(':');
        put(each.getValue());
        before = ',';
      }
      out.append(map.isEmpty() ? "{}" : "}");
    } else if (value instanceof List<?> list) {
      char before = '[';
      for (Object each : list) {
        out.append(before);
        put(each);
        before = ',';
      }
      out.append(list.isEmpty() ? "[]" : "]");
    } else {
      text(value.toString());
    }
  }

  /** Of a huge whole number the double is infinite. */
  private static boolean isFinite(Number number) {
    return !(number instanceof Double || number instanceof Float)
        || Double.isFinite(number.doubleValue());
  }

  private void text(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      switch (each) {
        case '"', '\\' -> out.append('\\').append(each);
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (each < ' ') {
            out.append("\\u00").append(Bytes.hex(new byte[] {(byte) each}));
          } else {
            out.append(each);
          }
        }
      }
    }
    out.append('"');
  }
}
