package io.integrationhost.converter.tbel;

import java.util.HexFormat;
import java.util.List;

/** Bytes as IEEE 754 numbers; missing bytes count as the zeros of the most significant side. */
public final class BytesToFractions {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private BytesToFractions() {}

  public static float parseBytesToFloat(List<?> data) {
    return toFloat(ByteRange.rest(ByteRange.bytes(data), 0, Float.BYTES), true);
  }

  public static float parseBytesToFloat(List<?> data, int offset) {
    return toFloat(ByteRange.rest(ByteRange.bytes(data), offset, Float.BYTES), true);
  }

  public static float parseBytesToFloat(List<?> data, int offset, int length) {
    return parseBytesToFloat(data, offset, length, true);
  }

  public static float parseBytesToFloat(List<?> data, int offset, int length, boolean bigEndian) {
    return toFloat(ByteRange.of(ByteRange.bytes(data), offset, length, Float.BYTES), bigEndian);
  }

  public static float parseBytesToFloat(byte[] data) {
    return toFloat(ByteRange.rest(data, 0, Float.BYTES), true);
  }

  public static float parseBytesToFloat(byte[] data, int offset) {
    return toFloat(ByteRange.rest(data, offset, Float.BYTES), true);
  }

  public static float parseBytesToFloat(byte[] data, int offset, int length) {
    return parseBytesToFloat(data, offset, length, true);
  }

  public static float parseBytesToFloat(byte[] data, int offset, int length, boolean bigEndian) {
    return toFloat(ByteRange.of(data, offset, length, Float.BYTES), bigEndian);
  }

  public static double parseBytesToDouble(List<?> data) {
    return toDouble(ByteRange.rest(ByteRange.bytes(data), 0, Double.BYTES), true);
  }

  public static double parseBytesToDouble(List<?> data, int offset) {
    return toDouble(ByteRange.rest(ByteRange.bytes(data), offset, Double.BYTES), true);
  }

  public static double parseBytesToDouble(List<?> data, int offset, int length) {
    return parseBytesToDouble(data, offset, length, true);
  }

  public static double parseBytesToDouble(List<?> data, int offset, int length, boolean bigEndian) {
    return toDouble(ByteRange.of(ByteRange.bytes(data), offset, length, Double.BYTES), bigEndian);
  }

  public static double parseBytesToDouble(byte[] data) {
    return toDouble(ByteRange.rest(data, 0, Double.BYTES), true);
  }

  public static double parseBytesToDouble(byte[] data, int offset) {
    return toDouble(ByteRange.rest(data, offset, Double.BYTES), true);
  }

  public static double parseBytesToDouble(byte[] data, int offset, int length) {
    return parseBytesToDouble(data, offset, length, true);
  }

  public static double parseBytesToDouble(byte[] data, int offset, int length, boolean bigEndian) {
    return toDouble(ByteRange.of(data, offset, length, Double.BYTES), bigEndian);
  }

  private static float toFloat(ByteRange range, boolean bigEndian) {
    float value = Float.intBitsToFloat((int) range.bits(bigEndian));
    refuse(range, Float.isNaN(value));
    return value;
  }

  private static double toDouble(ByteRange range, boolean bigEndian) {
    double value = Double.longBitsToDouble(range.bits(bigEndian));
    refuse(range, Double.isNaN(value));
    return value;
  }

  private static void refuse(ByteRange range, boolean notANumber) {
    if (notANumber) {
      throw new NumberFormatException(
          "byte[] 0x" + HEX.formatHex(range.data()) + " is a Not-a-Number (NaN) value");
    }
  }
}
