package io.integrationhost.converter.tbel;

import java.util.List;

/** Bytes as an unsigned whole number, in the type of a fraction. */
public final class BytesToUnsignedFractions {
  private BytesToUnsignedFractions() {}

  public static float parseBytesIntToFloat(List<?> data) {
    return toFloat(ByteRange.rest(ByteRange.bytes(data), 0, Integer.BYTES), true);
  }

  public static float parseBytesIntToFloat(List<?> data, int offset) {
    return toFloat(ByteRange.rest(ByteRange.bytes(data), offset, Integer.BYTES), true);
  }

  public static float parseBytesIntToFloat(List<?> data, int offset, int length) {
    return parseBytesIntToFloat(data, offset, length, true);
  }

  public static float parseBytesIntToFloat(
      List<?> data, int offset, int length, boolean bigEndian) {
    return toFloat(ByteRange.of(ByteRange.bytes(data), offset, length, Integer.BYTES), bigEndian);
  }

  public static float parseBytesIntToFloat(byte[] data) {
    return toFloat(ByteRange.rest(data, 0, Integer.BYTES), true);
  }

  public static float parseBytesIntToFloat(byte[] data, int offset) {
    return toFloat(ByteRange.rest(data, offset, Integer.BYTES), true);
  }

  public static float parseBytesIntToFloat(byte[] data, int offset, int length) {
    return parseBytesIntToFloat(data, offset, length, true);
  }

  public static float parseBytesIntToFloat(byte[] data, int offset, int length, boolean bigEndian) {
    return toFloat(ByteRange.of(data, offset, length, Integer.BYTES), bigEndian);
  }

  public static double parseBytesLongToDouble(List<?> data) {
    return toDouble(ByteRange.rest(ByteRange.bytes(data), 0, Long.BYTES), true);
  }

  public static double parseBytesLongToDouble(List<?> data, int offset) {
    return toDouble(ByteRange.rest(ByteRange.bytes(data), offset, Long.BYTES), true);
  }

  public static double parseBytesLongToDouble(List<?> data, int offset, int length) {
    return parseBytesLongToDouble(data, offset, length, true);
  }

  public static double parseBytesLongToDouble(
      List<?> data, int offset, int length, boolean bigEndian) {
    return toDouble(ByteRange.of(ByteRange.bytes(data), offset, length, Long.BYTES), bigEndian);
  }

  public static double parseBytesLongToDouble(byte[] data) {
    return toDouble(ByteRange.rest(data, 0, Long.BYTES), true);
  }

  public static double parseBytesLongToDouble(byte[] data, int offset) {
    return toDouble(ByteRange.rest(data, offset, Long.BYTES), true);
  }

  public static double parseBytesLongToDouble(byte[] data, int offset, int length) {
    return parseBytesLongToDouble(data, offset, length, true);
  }

  public static double parseBytesLongToDouble(
      byte[] data, int offset, int length, boolean bigEndian) {
    return toDouble(ByteRange.of(data, offset, length, Long.BYTES), bigEndian);
  }

  private static float toFloat(ByteRange range, boolean bigEndian) {
    return range.bits(bigEndian);
  }

  private static double toDouble(ByteRange range, boolean bigEndian) {
    return range.unsigned(bigEndian).doubleValue();
  }
}
