package io.integrationhost.kit;

/**
 * Checksums of protocols. All are taken of the bytes from one place up to, but without, another.
 * CRC-32 is the JDK's.
 */
public final class Checksum {

  private Checksum() {}

  /** CRCs of 16 bits, by the names of the catalogue of parametrised CRC algorithms. */
  public enum Crc16 {
    /** Also called IBM, or CRC-16 alone. */
    ARC(0x8005, 0, true, 0),
    /** Modbus RTU; goes over the wire with its low byte first. */
    MODBUS(0x8005, 0xFFFF, true, 0),
    /** Of USB tokens. */
    USB(0x8005, 0xFFFF, true, 0xFFFF),
    /** Often called CCITT-FALSE. */
    IBM_3740(0x1021, 0xFFFF, false, 0),
    /** Also called XMODEM. */
    XMODEM(0x1021, 0, false, 0),
    /** GENIBUS, EPC. */
    GENIBUS(0x1021, 0xFFFF, false, 0xFFFF),
    /** Also called KERMIT, or CCITT. */
    KERMIT(0x1021, 0, true, 0),
    /** X.25, HDLC, IBM-SDLC. */
    X25(0x1021, 0xFFFF, true, 0xFFFF),
    /** MCRF4XX. */
    MCRF4XX(0x1021, 0xFFFF, true, 0),
    /** DNP3, and M-Bus but for the order of bits. */
    DNP(0x3D65, 0, true, 0xFFFF),
    /** Wireless M-Bus. */
    EN_13757(0x3D65, 0, false, 0xFFFF);

    private final int bits;
    private final int start;
    private final boolean reflected;
    private final int end;

    Crc16(int polynomial, int start, boolean reflected, int end) {
      bits = reflected ? Integer.reverse(polynomial) >>> 16 : polynomial;
      this.start = reflected ? Integer.reverse(start) >>> 16 : start;
      this.reflected = reflected;
      this.end = end;
    }

    /**
     * The checksum.
     *
     * @param bytes not changed
     * @param from the first
     * @param to behind the last
     * @return 0 to 65535
     */
    public int of(byte[] bytes, int from, int to) {
      int value = start;
      for (int i = from; i < to; i++) {
        value =
            reflected ? right(value ^ (bytes[i] & 0xFF)) : left(value ^ ((bytes[i] & 0xFF) << 8));
      }
      return value ^ end;
    }

    private int right(int of) {
      int value = of;
      for (int i = 0; i < Byte.SIZE; i++) {
        value = (value & 1) != 0 ? (value >>> 1) ^ bits : value >>> 1;
      }
      return value;
    }

    private int left(int of) {
      int value = of;
      for (int i = 0; i < Byte.SIZE; i++) {
        value = ((value & 0x8000) != 0 ? (value << 1) ^ bits : value << 1) & 0xFFFF;
      }
      return value;
    }

    /**
     * The checksum of all bytes.
     *
     * @param bytes not changed
     * @return 0 to 65535
     */
    public int of(byte[] bytes) {
      return of(bytes, 0, bytes.length);
    }
  }

  /**
   * All bytes joined by exclusive or, as NMEA 0183 does.
   *
   * @param bytes not changed
   * @param from the first
   * @param to behind the last
   * @return 0 to 255
   */
  public static int xor(byte[] bytes, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      value ^= bytes[i];
    }
    return value & 0xFF;
  }

  /**
   * The sum of all bytes, each 0 to 255; its lowest 8 or 16 bits are what protocols send.
   *
   * @param bytes not changed
   * @param from the first
   * @param to behind the last
   * @return 0 or more
   */
  public static long sum(byte[] bytes, int from, int to) {
    long value = 0;
    for (int i = from; i < to; i++) {
      value += bytes[i] & 0xFF;
    }
    return value;
  }

  /**
   * What makes the lowest 8 bits of the sum zero, as Modbus ASCII and Intel hex do.
   *
   * @param bytes not changed
   * @param from the first
   * @param to behind the last
   * @return 0 to 255
   */
  public static int lrc(byte[] bytes, int from, int to) {
    return (int) -sum(bytes, from, to) & 0xFF;
  }
}
