package io.integrationhost.converter.dedicated;

import com.google.gson.JsonElement;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/** Where a message may have the device's payload, and how it is written there. */
record InnerPayload(JsonPath path, Encoding encoding) {

  enum Encoding {
    /** What the platform itself decoded. */
    JSON,
    BASE64,
    HEX
  }

  static InnerPayload of(String path, Encoding encoding) {
    return new InnerPayload(JsonPath.of(path), encoding);
  }

  /** For the metadata key {@code payloadFormat}. */
  String format() {
    return encoding == Encoding.JSON ? "JSON" : "BINARY";
  }

  /**
   * @param found what stands at the path
   */
  byte[] decode(JsonElement found) {
    if (encoding == Encoding.JSON) {
      return found.toString().getBytes(StandardCharsets.UTF_8);
    }
    try {
      String text = found.getAsString().strip();
      return encoding == Encoding.HEX
          ? HexFormat.of().parseHex(text)
          : Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException | IllegalStateException | UnsupportedOperationException e) {
      throw new UnwrapException(
          "The key '"
              + path
              + "' of the message must hold bytes as "
              + (encoding == Encoding.HEX ? "hexadecimal digits" : "Base64")
              + ", but does not; check what the network server sends");
    }
  }
}
