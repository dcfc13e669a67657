package io.integrationhost.plugins.udp;

import io.integrationhost.kit.Bytes;
import io.integrationhost.plugin.ContentType;
import java.nio.charset.Charset;
import java.util.Optional;

/**
 * What the converter gets of a datagram.
 *
 * @param charset of a text
 * @param quoted whether a text becomes a JSON string, with quotes and escapes
 */
record Payload(Kind kind, Charset charset, boolean quoted) {

  private static final String ESCAPED = "\"\\\b\t\n\f\r";
  private static final String ESCAPES = "\"\\btnfr";
  private static final String HEX_DIGITS = "0123456789ABCDEF";

  /** How datagrams are handed over; as they are written in settings. */
  enum Kind {
    TEXT(ContentType.TEXT),
    JSON(ContentType.JSON),
    BINARY(ContentType.BINARY),
    HEX(ContentType.JSON);

    private final ContentType type;

    Kind(ContentType type) {
      this.type = type;
    }
  }

  ContentType type() {
    return kind.type;
  }

  /** Empty: the datagram says nothing. */
  Optional<byte[]> of(byte[] datagram) {
    boolean says = datagram.length > 0;
    return switch (kind) {
      case TEXT -> says ? Optional.of(text(datagram)) : Optional.empty();
      case BINARY -> says ? Optional.of(datagram) : Optional.empty();
      case JSON -> Optional.of(datagram);
      case HEX ->
          Optional.of(Bytes.ascii("{\"reports\":[{\"value\":\"" + Bytes.hex(datagram) + "\"}]}"));
    };
  }

  /** Bytes that do not fit the charset become the replacement character. */
  private byte[] text(byte[] datagram) {
    String text = new String(datagram, charset);
    if (!quoted) {
      return Bytes.utf8(text);
    }
    var json = new StringBuilder(text.length() + 16).append('"');
    for (int at = 0; at < text.length(); at++) {
      char each = text.charAt(at);
      if (each >= ' ' && each != '"' && each != '\\') {
        json.append(each);
        continue;
      }
      int escape = ESCAPED.indexOf(each);
      if (escape >= 0) {
        json.append('\\').append(ESCAPES.charAt(escape));
      } else {
        json.append("\\u00")
            .append(HEX_DIGITS.charAt(each >> 4))
            .append(HEX_DIGITS.charAt(each & 0xF));
      }
    }
    return Bytes.utf8(json.append('"').toString());
  }
}
