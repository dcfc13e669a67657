package io.integrationhost.plugins.teltonika.codec;

/** CRC-16/ARC, which the maker calls CRC-16/IBM. Check value of "123456789": 0xBB3D. */
final class Crc16 {

  private static final int REFLECTED_POLYNOMIAL = 0xA001;

  private Crc16() {}

  static int of(byte[] bytes) {
    int crc = 0;
    for (byte each : bytes) {
      crc ^= each & 0xFF;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ REFLECTED_POLYNOMIAL;
      }
    }
    return crc;
  }
}
