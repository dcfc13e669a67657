package io.integrationhost.plugins.modbus.poll;

import java.util.List;
import java.util.Map;

/** Readings as JSON. */
final class Json {

  private final StringBuilder out = new StringBuilder(128);

  private Json() {}

  /** Maps, lists, texts, flags, finite numbers and null. */
  static String of(Object value) {
    var json = new Json();
    json.put(value);
    return json.out.toString();
  }

  private void put(Object value) {
    if (value instanceof Map<?, ?> map) {
      String before = "{";
      for (Map.Entry<?, ?> each : map.entrySet()) {
        out.append(before);
        text(String.valueOf(each.getKey()));
        out.append(':');
        put(each.getValue());
        before = ",";
      }
      out.append(map.isEmpty() ? "{}" : "}");
    } else if (value instanceof List<?> list) {
      String before = "[";
      for (Object each : list) {
        out.append(before);
        put(each);
        before = ",";
      }
      out.append(list.isEmpty() ? "[]" : "]");
    } else if (value == null || value instanceof Number || value instanceof Boolean) {
      out.append(value);
    } else {
      text(value.toString());
    }
  }

  private void text(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      if (each == '"' || each == '\\') {
        out.append('\\').append(each);
      } else if (each < ' ') {
        out.append(String.format("\\u%04x", (int) each));
      } else {
        out.append(each);
      }
    }
    out.append('"');
  }
}
