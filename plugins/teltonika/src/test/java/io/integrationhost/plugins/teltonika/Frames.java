package io.integrationhost.plugins.teltonika;

import io.integrationhost.plugins.teltonika.codec.Vector;
import java.nio.ByteBuffer;

/** Bytes that devices send, from the vectors. */
final class Frames {

  /** One record of Codec 8. */
  static final byte[] ONE = bytes("avl8-wiki-1");

  /** Another record of Codec 8. */
  static final byte[] ANOTHER = bytes("avl8-wiki-2");

  /** Two records of Codec 8. */
  static final byte[] TWO = bytes("avl8-wiki-3-two-records");

  /** A record of Codec 8 Extended with the VIN. */
  static final byte[] VIN = bytes("avl8e-vin");

  static final byte[] NO_RECORDS = bytes("avl8-zero-records");
  static final byte[] WRONG_CHECKSUM = bytes("avl8-crc-wrong");

  /** Arrives well, cannot be decoded. */
  static final byte[] POISON = bytes("avl8-io-group-overruns");

  static final byte[] GETINFO = bytes("codec12-getinfo");
  static final byte[] RESPONSE = bytes("codec12-getinfo-response");
  static final byte[] BINARY_RESPONSE = bytes("codec12-response-binary");

  private Frames() {}

  /** A frame around a data field. */
  static byte[] of(byte[] data) {
    return ByteBuffer.allocate(12 + data.length)
        .putInt(0)
        .putInt(data.length)
        .put(data)
        .putInt(crc(data))
        .array();
  }

  private static int crc(byte[] data) {
    int crc = 0;
    for (byte each : data) {
      crc ^= each & 0xFF;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ 0xA001;
      }
    }
    return crc;
  }

  static byte[] bytes(String vector) {
    return Vector.all().stream()
        .filter(each -> each.name().equals(vector))
        .findFirst()
        .orElseThrow()
        .bytes();
  }
}
