package io.integrationhost.plugins.mqtt.sparkplug;

import io.integrationhost.kit.Bytes;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values as JSON. */
final class Json {

  private final StringBuilder out = new StringBuilder(128);

  private Json() {}

  /**
   * A value as JSON: bytes as Base64, numbers that JSON cannot hold as null.
   *
   * @param value what {@link Datatype#read} gives, maps, lists and null
   */
  static String of(Object value) {
    var json = new Json();
    json.put(value);
    return json.out.toString();
  }

  /** What a table or a template looks like; anything else as it is. */
  private static Object plain(Object value) {
    if (value instanceof DataSet table) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("columns", table.columns());
      map.put("rows", table.rows());
      return map;
    }
    if (value instanceof Template template) {
      Map<String, Object> map = new LinkedHashMap<>();
      template.reference().ifPresent(text -> map.put("templateRef", text));
      template.version().ifPresent(text -> map.put("version", text));
      Map<String, Object> parameters = new LinkedHashMap<>();
      template.parameters().forEach(each -> parameters.put(each.name(), each.value().orElse(null)));
      map.put("parameters", parameters);
      Map<String, Object> metrics = new LinkedHashMap<>();
      template
          .metrics()
          .forEach(each -> metrics.put(each.name().orElse(""), each.value().orElse(null)));
      map.put("metrics", metrics);
      return map;
    }
    if (value instanceof Property property) {
      return property.value().orElse(null);
    }
    return value instanceof byte[] bytes ? Base64.getEncoder().encodeToString(bytes) : value;
  }

  private static boolean isNoNumber(Number number) {
    return !Double.isFinite(number.doubleValue());
  }

  private void put(Object given) {
    Object value = plain(given);
    if (value == null || (value instanceof Number number && isNoNumber(number))) {
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
