package io.integrationhost.plugins.teltonika.codec;

import io.integrationhost.kit.Checksum.Crc16;
import java.util.Objects;

/**
 * A whole frame of a TCP stream, not looked into yet.
 *
 * @param data from the codec id to the second count; at least three bytes; must not be changed
 * @param checksum as it was sent, of all four bytes
 */
public record Frame(byte[] data, int checksum) {

  static final int SMALLEST_DATA = 3;

  public Frame {
    Objects.requireNonNull(data, "data");
    if (data.length < SMALLEST_DATA) {
      throw new IllegalArgumentException(data.length + " bytes of data (expected 3 or more)");
    }
  }

  /** What it holds. The checksum comes before any look inside. */
  public Content content() {
    return Crc16.ARC.of(data) == checksum
        ? Content.of(data)
        : new Content.Broken(FrameError.CRC, data[0] & 0xFF);
  }

  /** Names the size, never the content. */
  @Override
  public String toString() {
    return "Frame[" + data.length + " bytes of data]";
  }
}
