package io.integrationhost.kit.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** Bodies that were compressed by the client. */
final class Compression {

  private Compression() {}

  /**
   * A body as it was before.
   *
   * @param coding what {@code Content-Encoding} says
   * @param most bytes that it may have then; nothing more is ever made of it
   * @throws Unreadable with what the client is told
   */
  static byte[] undone(String coding, byte[] body, int most) {
    return switch (coding.strip().toLowerCase(Locale.ROOT)) {
      case "identity", "" -> body;
      case "gzip", "x-gzip" -> gunzipped(body, most);
      default -> throw new Unreadable(415, "its Content-Encoding is something else than gzip");
    };
  }

  private static byte[] gunzipped(byte[] body, int most) {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new Unreadable(413, "its body is longer than " + most + " bytes, unpacked");
      }
      return bytes;
    } catch (IOException e) {
      throw new Unreadable(400, "its body is no gzip");
    }
  }
}
