package io.integrationhost.kit;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Writes JSON; behind {@link Values}. */
final class Json {

  private final StringBuilder out = new StringBuilder(128);

  private final UnaryOperator<Object> plain;

  private Json(UnaryOperator<Object> plain) {
    this.plain = plain;
  }

  static String of(Object value, UnaryOperator<Object> plain) {
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
      if (each == '"' || each == '\\') {
        out.append('\\').append(each);
      } else if (each < ' ') {
        out.append("\\u00").append(Bytes.hex(new byte[] {(byte) each}));
      } else {
        out.append(each);
      }
    }
    out.append('"');
  }
}
