package io.integrationhost.plugins.teltonika.codec;

/** The first byte of a data field: how the rest is laid out. */
public final class CodecId {

  public static final int CODEC_8 = 0x08;
  public static final int CODEC_8_EXTENDED = 0x8E;
  static final int CODEC_12 = 0x0C;
  private static final int CODEC_13 = 0x0D;
  private static final int CODEC_15 = 0x0F;

  private CodecId() {}

  static boolean holdsRecords(int id) {
    return id == CODEC_8 || id == CODEC_8_EXTENDED;
  }

  /** Relatives of Codec 12, which a device may send beside its records. */
  static boolean isSkipped(int id) {
    return id >= CODEC_13 && id <= CODEC_15;
  }

  /** As people write it, such as {@code 8E}. */
  public static String name(int id) {
    return switch (id) {
      case CODEC_8_EXTENDED -> "8E";
      case 0x08, 0x07, 0x0C, 0x0D, 0x0E, 0x0F, 0x10 -> Integer.toString(id);
      default -> "0x" + Integer.toHexString(id);
    };
  }
}
