package io.integrationhost.convert.report;

import io.integrationhost.convert.Payload;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Texts and bytes of devices as a terminal can show them. */
final class Shown {
  private static final int MOST = 200;

  private Shown() {}

  /** Like "8 bytes: 32 35 2c as text '25,'". */
  static String payload(Payload payload) {
    int length = payload.bytes().length;
    Optional<String> text = text(payload.bytes());
    return "%d byte%s: ".formatted(length, length == 1 ? "" : "s")
        + text.map(shown -> "'" + cut(shown) + "'").orElseGet(() -> "hex " + hex(payload.bytes()));
  }

  static String metadata(Map<String, String> metadata) {
    if (metadata.isEmpty()) {
      return "(none)";
    }
    return new TreeMap<>(metadata)
        .entrySet().stream()
            .map(entry -> entry.getKey() + "=" + cut(printable(entry.getValue())))
            .collect(Collectors.joining("  "));
  }

  /** Cut when it is long. */
  static String hex(byte[] bytes) {
    String hex = HexFormat.ofDelimiter(" ").formatHex(bytes);
    return hex.length() <= MOST ? hex : hex.substring(0, MOST - 1) + " ...";
  }

  /** Absent when it is no text, or one that nobody could read. */
  static Optional<String> text(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      boolean odd =
          text.chars().anyMatch(c -> Character.isISOControl(c) && "\r\n\t".indexOf(c) < 0);
      return odd ? Optional.empty() : Optional.of(printable(text));
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** Without control characters, which a terminal would obey. */
  static String printable(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (Character.isISOControl(c)) {
            out.append("\\u%04x".formatted((int) c).toLowerCase(Locale.ROOT));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.toString();
  }

  static String cut(String text) {
    return text.length() <= MOST ? text : text.substring(0, MOST) + "...";
  }

  /** In lines of at most this width, broken at blanks. */
  static List<String> wrapped(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : printable(text).split(" ", -1)) {
      if (line.length() > 0 && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.length() > 0 ? " " : "").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
