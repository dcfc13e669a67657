package io.integrationhost.plugins.modbus.value;

/**
 * The order of bytes in a register, and of the registers of one value.
 *
 * @param bytesSwapped whether the lower byte comes first
 * @param wordsSwapped whether the lower register comes first
 */
public record Order(boolean bytesSwapped, boolean wordsSwapped) {

  /** What manuals of devices mean when they say nothing. */
  public static final Order BIG = new Order(false, false);

  /**
   * Turns bytes of the wire into those of a value, the highest first; and back, since twice is as
   * before.
   *
   * @param bytes whole registers
   * @return as many
   */
  byte[] apply(byte[] bytes) {
    byte[] turned = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      int word = wordsSwapped ? bytes.length / 2 - 1 - i / 2 : i / 2;
      int half = bytesSwapped ? 1 - i % 2 : i % 2;
      turned[i] = bytes[2 * word + half];
    }
    return turned;
  }
}
