package io.integrationhost.converter.tbel;

import java.util.List;

/** Bytes as whole numbers: signed when all four or eight bytes are there, else zero-extended. */
public final class BytesToIntegers {
  private BytesToIntegers() {}

  public static int parseBytesToInt(List<?> data) {
    return toInt(ByteRange.rest(ByteRange.bytes(data), 0, Integer.BYTES), true);
  }

  public static int parseBytesToInt(List<?> data, int offset) {
    return toInt(ByteRange.rest(ByteRange.bytes(data), offset, Integer.BYTES), true);
  }

  public static int parseBytesToInt(List<?> data, int offset, int length) {
    return parseBytesToInt(data, offset, length, true);
  }

  public static int parseBytesToInt(List<?> data, int offset, int length, boolean bigEndian) {
    return toInt(ByteRange.of(ByteRange.bytes(data), offset, length, Integer.BYTES), bigEndian);
  }

  public static int parseBytesToInt(byte[] data) {
    return toInt(ByteRange.rest(data, 0, Integer.BYTES), true);
  }

  public static int parseBytesToInt(byte[] data, int offset) {
    return toInt(ByteRange.rest(data, offset, Integer.BYTES), true);
  }

  public static int parseBytesToInt(byte[] data, int offset, int length) {
    return parseBytesToInt(data, offset, length, true);
  }

  public static int parseBytesToInt(byte[] data, int offset, int length, boolean bigEndian) {
    return toInt(ByteRange.of(data, offset, length, Integer.BYTES), bigEndian);
  }

  public static long parseBytesToLong(List<?> data) {
    return toLong(ByteRange.rest(ByteRange.bytes(data), 0, Long.BYTES), true);
  }

  public static long parseBytesToLong(List<?> data, int offset) {
    return toLong(ByteRange.rest(ByteRange.bytes(data), offset, Long.BYTES), true);
  }

  public static long parseBytesToLong(List<?> data, int offset, int length) {
    return parseBytesToLong(data, offset, length, true);
  }

  public static long parseBytesToLong(List<?> data, int offset, int length, boolean bigEndian) {
    return toLong(ByteRange.of(ByteRange.bytes(data), offset, length, Long.BYTES), bigEndian);
  }

  public static long parseBytesToLong(byte[] data) {
    return toLong(ByteRange.rest(data, 0, Long.BYTES), true);
  }

  public static long parseBytesToLong(byte[] data, int offset) {
    return toLong(ByteRange.rest(data, offset, Long.BYTES), true);
  }

  public static long parseBytesToLong(byte[] data, int offset, int length) {
    return parseBytesToLong(data, offset, length, true);
  }

  public static long parseBytesToLong(byte[] data, int offset, int length, boolean bigEndian) {
    return toLong(ByteRange.of(data, offset, length, Long.BYTES), bigEndian);
  }

  private static int toInt(ByteRange range, boolean bigEndian) {
    return (int) range.bits(bigEndian);
  }

  private static long toLong(ByteRange range, boolean bigEndian) {
    return range.bits(bigEndian);
  }
}
