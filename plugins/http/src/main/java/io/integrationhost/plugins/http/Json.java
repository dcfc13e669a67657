package io.integrationhost.plugins.http;

import io.integrationhost.kit.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * JSON as values: {@code Map}, {@code List}, {@code String}, {@link Literal} for numbers, true and
 * false, and null for null.
 */
final class Json {

  private Json() {}

  /** A number as it was written, {@code true} or {@code false}. */
  record Literal(String text) {}

  /**
   * One value; what follows it is not looked at.
   *
   * @throws IllegalArgumentException for what is no JSON, with the place
   */
  static Object parse(byte[] bytes) {
    return new JsonReader(utf8(bytes)).value();
  }

  /**
   * The same value without white space, in UTF-8: of equal keys the last value, at the place of the
   * first; escapes that need not be are undone.
   *
   * @throws IllegalArgumentException for what is no JSON, with the place
   */
  static byte[] compact(byte[] bytes) {
    byte[] text = utf8(bytes);
    return JsonCompactor.compact(text).orElseGet(() -> write(new JsonReader(text).value()));
  }

  static byte[] write(Object value) {
    var out = new ByteArrayOutputStream(256);
    write(out, value);
    return out.toByteArray();
  }

  private static void write(ByteArrayOutputStream out, Object value) {
    if (value == null) {
      out.writeBytes(Bytes.ascii("null"));
    } else if (value instanceof Map<?, ?> map) {
      char before = '{';
      for (Map.Entry<?, ?> each : map.entrySet()) {
        out.write(before);
        string(out, String.valueOf(each.getKey()));
        out.write(':');
        write(out, each.getValue());
        before = ',';
      }
      if (map.isEmpty()) {
        out.write('{');
      }
      out.write('}');
    } else if (value instanceof List<?> list) {
      char before = '[';
      for (Object each : list) {
        out.write(before);
        write(out, each);
        before = ',';
      }
      if (list.isEmpty()) {
        out.write('[');
      }
      out.write(']');
    } else if (value instanceof Literal literal) {
      out.writeBytes(Bytes.utf8(literal.text()));
    } else if (value instanceof Number || value instanceof Boolean) {
      out.writeBytes(Bytes.utf8(value.toString()));
    } else {
      string(out, value.toString());
    }
  }

  static void string(ByteArrayOutputStream out, String text) {
    var json = new StringBuilder(text.length() + 8).append('"');
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      switch (each) {
        case '"' -> json.append("\\\"");
        case '\\' -> json.append("\\\\");
        case '\b' -> json.append("\\b");
        case '\t' -> json.append("\\t");
        case '\n' -> json.append("\\n");
        case '\f' -> json.append("\\f");
        case '\r' -> json.append("\\r");
        default -> {
          if (each < ' ') {
            json.append(String.format("\\u%04X", (int) each));
          } else {
            json.append(each);
          }
        }
      }
    }
    out.writeBytes(Bytes.utf8(json.append('"').toString()));
  }

  /** The text of a top-level field of an object; numbers as they are written. */
  static Optional<String> field(Object value, String name) {
    return value instanceof Map<?, ?> map ? text(map.get(name)) : Optional.empty();
  }

  /** The text of a plain value; empty for null, objects and arrays. */
  static Optional<String> text(Object value) {
    if (value instanceof Literal literal) {
      return Optional.of(literal.text());
    }
    return value instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /** An object field of an object; empty when there is none. */
  static Map<String, Object> object(Object value, String name) {
    Map<String, Object> inner = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map && map.get(name) instanceof Map<?, ?> found) {
      found.forEach((key, one) -> inner.put(String.valueOf(key), one));
    }
    return inner;
  }

  /** JSON may come in any Unicode encoding; its first characters tell which. */
  private static byte[] utf8(byte[] bytes) {
    if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
      return java.util.Arrays.copyOfRange(bytes, 3, bytes.length);
    }
    Charset charset = StandardCharsets.UTF_8;
    if (bytes.length >= 4) {
      boolean wide = (bytes[0] == 0 && bytes[1] == 0) || (bytes[2] == 0 && bytes[3] == 0);
      if (wide && (bytes[0] == 0 || bytes[1] == 0)) {
        charset = Charset.forName(bytes[0] == 0 ? "UTF-32BE" : "UTF-32LE");
      } else if (bytes[0] == 0 || startsWith(bytes, 0xFE, 0xFF)) {
        charset = StandardCharsets.UTF_16BE;
      } else if (bytes[1] == 0 || startsWith(bytes, 0xFF, 0xFE)) {
        charset = StandardCharsets.UTF_16LE;
      }
    }
    boolean isPlain = charset.equals(StandardCharsets.UTF_8);
    if (isPlain && isAscii(bytes)) {
      return bytes;
    }
    try {
      String text = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return isPlain ? bytes : Bytes.utf8(text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("it holds bytes that are no " + charset);
    }
  }

  private static boolean isAscii(byte[] bytes) {
    for (byte each : bytes) {
      if (each < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean startsWith(byte[] bytes, int... first) {
    for (int i = 0; i < first.length; i++) {
      if (bytes.length <= i || (bytes[i] & 0xFF) != first[i]) {
        return false;
      }
    }
    return true;
  }
}
