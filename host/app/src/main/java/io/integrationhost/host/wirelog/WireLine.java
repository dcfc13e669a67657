package io.integrationhost.host.wirelog;

import io.integrationhost.runtime.wire.SessionView;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/**
 * One line: time, session, what happened, address, device, length, bytes.
 *
 * @param sign {@code <} from a device, {@code >} to one, {@code +} opened, {@code -} closed
 * @param bytes maybe not all of them
 * @param length how many there were
 * @param remark behind the bytes
 */
record WireLine(
    Instant time, char sign, SessionView session, byte[] bytes, int length, String remark) {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  String text(boolean hex) {
    StringBuilder line = new StringBuilder(80 + 2 * bytes.length);
    line.append(TIME.format(time)).append(' ').append(word(session.source())).append(' ');
    line.append(sign).append(' ').append(word(session.remote())).append(' ');
    line.append(word(session.device().orElse("")));
    line.append(' ').append(length);
    if (length > 0) {
      line.append(' ');
      if (hex || !isText()) {
        HexFormat.of().formatHex(line, bytes);
      } else {
        quote(line);
      }
      if (bytes.length < length) {
        line.append("...");
      }
    }
    if (!remark.isEmpty()) {
      line.append(' ').append(remark);
    }
    return line.append('\n').toString();
  }

  /** Without blanks, so that a line can be cut at them. */
  private static String word(String text) {
    StringBuilder out = new StringBuilder();
    text.chars()
        .forEach(
            each -> {
              if (each > ' ' && each < 0x7f && each != '\\') {
                out.append((char) each);
              } else {
                out.append("\\u").append(HexFormat.of().toHexDigits((char) each));
              }
            });
    return out.isEmpty() ? "-" : out.toString();
  }

  private boolean isText() {
    for (byte each : bytes) {
      boolean printable = each >= ' ' && each < 0x7f;
      if (!printable && each != '\r' && each != '\n' && each != '\t') {
        return false;
      }
    }
    return bytes.length > 0;
  }

  private void quote(StringBuilder line) {
    line.append('"');
    for (byte each : bytes) {
      switch (each) {
        case '\r' -> line.append("\\r");
        case '\n' -> line.append("\\n");
        case '\t' -> line.append("\\t");
        case '"' -> line.append("\\\"");
        case '\\' -> line.append("\\\\");
        default -> line.append((char) each);
      }
    }
    line.append('"');
  }
}
