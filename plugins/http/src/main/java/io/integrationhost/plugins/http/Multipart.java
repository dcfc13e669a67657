package io.integrationhost.plugins.http;

import io.integrationhost.kit.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The files of a form; its plain fields are left out, as ThingsBoard's own integration does. */
final class Multipart {

  private static final int MOST_PARTS = 1_000;

  private final byte[] body;
  private final byte[] delimiter;
  private int at;

  private Multipart(byte[] body, String boundary) {
    this.body = body;
    this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
  }

  /**
   * By field: a file's JSON, or its bytes in Base64; a list where a field has several.
   *
   * @throws IllegalArgumentException for what is no such form
   */
  static Map<String, Object> files(byte[] body, Optional<String> boundary) {
    String mark =
        boundary
            .filter(one -> !one.isEmpty() && one.length() <= 70)
            .orElseThrow(() -> new IllegalArgumentException("its boundary is missing"));
    return new Multipart(body, mark).read();
  }

  private Map<String, Object> read() {
    Map<String, List<Object>> files = new LinkedHashMap<>();
    byte[] first = Arrays.copyOfRange(delimiter, 2, delimiter.length);
    at = startsWith(0, first) ? first.length : after(delimiter, 0);
    for (int parts = 0; !startsWith(at, Bytes.ascii("--")); parts++) {
      if (parts == MOST_PARTS) {
        throw new IllegalArgumentException("it has more than " + MOST_PARTS + " parts");
      }
      int head = lineEnd(at);
      int start =
          startsWith(head, Bytes.ascii("\r\n")) ? head + 2 : after(Bytes.ascii("\r\n\r\n"), head);
      int end = indexOf(delimiter, Math.max(head, start - 2));
      if (end < 0) {
        throw new IllegalArgumentException("the end of a part is missing");
      }
      String lines = new String(body, head, start - head, StandardCharsets.UTF_8);
      byte[] content = Arrays.copyOfRange(body, start, Math.max(start, end));
      fileField(lines)
          .ifPresent(
              name -> files.computeIfAbsent(name, none -> new ArrayList<>()).add(value(content)));
      at = end + delimiter.length;
    }
    Map<String, Object> all = new LinkedHashMap<>();
    files.forEach((name, values) -> all.put(name, values.size() == 1 ? values.get(0) : values));
    return all;
  }

  /** The field's name, if it is a file. */
  private static Optional<String> fileField(String lines) {
    for (String line : lines.split("\r\n", -1)) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-disposition:")) {
        var disposition = Media.of(Optional.of(line.substring(line.indexOf(':') + 1)));
        return disposition
            .parameter("filename")
            .or(() -> disposition.parameter("filename*"))
            .flatMap(file -> disposition.parameter("name"));
      }
    }
    return Optional.empty();
  }

  private static Object value(byte[] content) {
    try {
      Object json = Json.parse(content);
      return json == null ? new Json.Literal("null") : json;
    } catch (IllegalArgumentException isNone) {
      return Base64.getEncoder().encodeToString(content);
    }
  }

  /** Behind the line end of a delimiter, which blanks may follow. */
  private int lineEnd(int from) {
    int end = from;
    while (end < body.length && (body[end] == ' ' || body[end] == '\t')) {
      end++;
    }
    if (!startsWith(end, Bytes.ascii("\r\n"))) {
      throw new IllegalArgumentException("what follows its boundary is no part");
    }
    return end + 2;
  }

  private int after(byte[] wanted, int from) {
    int found = indexOf(wanted, from);
    if (found < 0) {
      throw new IllegalArgumentException("it is no multipart/form-data");
    }
    return found + wanted.length;
  }

  private int indexOf(byte[] wanted, int from) {
    for (int i = from; i <= body.length - wanted.length; i++) {
      if (startsWith(i, wanted)) {
        return i;
      }
    }
    return -1;
  }

  private boolean startsWith(int from, byte[] wanted) {
    return from >= 0
        && from + wanted.length <= body.length
        && Arrays.equals(body, from, from + wanted.length, wanted, 0, wanted.length);
  }
}
