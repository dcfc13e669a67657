package io.integrationhost.plugins.mqtt.session;

/** Packets of four bytes and less, which are the same in all versions. */
final class Packets {

  static final int PUBACK = 0x40;
  static final int PUBREC = 0x50;
  static final int PUBCOMP = 0x70;

  private static final int PUBREL = 0x62;
  private static final int PINGREQ = 0xC0;
  private static final int DISCONNECT = 0xE0;

  private Packets() {}

  static byte[] ofId(int first, int id) {
    return new byte[] {(byte) first, 2, (byte) (id >> 8), (byte) id};
  }

  static byte[] pubRel(int id) {
    return ofId(PUBREL, id);
  }

  static byte[] pingReq() {
    return new byte[] {(byte) PINGREQ, 0};
  }

  static byte[] disconnect() {
    return new byte[] {(byte) DISCONNECT, 0};
  }
}
