package io.integrationhost.plugins.opcua;

import java.util.List;
import java.util.Map;

/** Values as JSON: maps, lists, numbers, booleans, null, and texts for all else. */
final class Json {

  private final StringBuilder out = new StringBuilder(128);

  private Json() {}

  /** Numbers that JSON cannot hold are null. */
  static String of(Object value) {
    var json = new Json();
    json.put(value);
    return json.out.toString();
  }

  private void put(Object value) {
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

  private static boolean isFinite(Number number) {
    return Double.isFinite(number.doubleValue());
  }

  private void text(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      if (each == '"' || each == '\\') {
        out.append('\\').append(each);
      } else if (each < ' ') {
        out.append("\\u%04x".formatted((int) each));
      } else {
        out.append(each);
      }
    }
    out.append('"');
  }
}
