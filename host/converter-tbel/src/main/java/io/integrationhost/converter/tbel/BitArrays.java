package io.integrationhost.converter.tbel;

import java.util.List;
import org.mvel2.ExecutionContext;

/** Numbers as arrays of bits, and back. */
public final class BitArrays {
  private BitArrays() {}

  public static byte[] parseByteToBinaryArray(ExecutionContext context, byte value) {
    return parseByteToBinaryArray(context, value, Byte.SIZE);
  }

  public static byte[] parseByteToBinaryArray(ExecutionContext context, byte value, int binLength) {
    return parseByteToBinaryArray(context, value, binLength, true);
  }

  /** The most significant bit first, unless little endian; the sign fills a longer array. */
  public static byte[] parseByteToBinaryArray(
      ExecutionContext context, byte value, int binLength, boolean bigEndian) {
    context.checkArray(byte.class, binLength);
    byte[] bits = new byte[binLength];
    for (int i = 0; i < binLength; i++) {
      bits[bigEndian ? binLength - 1 - i : i] = bit(value, i);
    }
    return bits;
  }

  public static byte[] parseBytesToBinaryArray(List<?> bytes) {
    return parseBytesToBinaryArray(bytes, bytes.size() * Byte.SIZE);
  }

  public static byte[] parseBytesToBinaryArray(List<?> bytes, int binLength) {
    return parseLongToBinaryArray(BytesToIntegers.parseBytesToLong(bytes), binLength);
  }

  public static byte[] parseBytesToBinaryArray(byte[] bytes) {
    return parseBytesToBinaryArray(bytes, bytes.length * Byte.SIZE);
  }

  public static byte[] parseBytesToBinaryArray(byte[] bytes, int binLength) {
    return parseLongToBinaryArray(BytesToIntegers.parseBytesToLong(bytes), binLength);
  }

  public static byte[] parseLongToBinaryArray(long value) {
    return parseLongToBinaryArray(value, Long.SIZE);
  }

  /** The low bits, the most significant first; at most 64. */
  public static byte[] parseLongToBinaryArray(long value, int binLength) {
    byte[] bits = new byte[Math.min(binLength, Long.SIZE)];
    for (int i = 0; i < bits.length; i++) {
      bits[bits.length - 1 - i] = bit(value, i);
    }
    return bits;
  }

  public static int parseBinaryArrayToInt(List<?> bits) {
    return parseBinaryArrayToInt(bits, 0);
  }

  public static int parseBinaryArrayToInt(List<?> bits, int offset) {
    return parseBinaryArrayToInt(bits, offset, bits.size());
  }

  public static int parseBinaryArrayToInt(List<?> bits, int offset, int length) {
    return parseBinaryArrayToInt(ByteRange.bytes(bits), offset, length);
  }

  public static int parseBinaryArrayToInt(byte[] bits) {
    return parseBinaryArrayToInt(bits, 0);
  }

  public static int parseBinaryArrayToInt(byte[] bits, int offset) {
    return parseBinaryArrayToInt(bits, offset, bits.length);
  }

  /** An array of exactly eight bits that is read from its start is a signed byte. */
  public static int parseBinaryArrayToInt(byte[] bits, int offset, int length) {
    int end = (int) Math.min(bits.length, (long) offset + length);
    int value = 0;
    for (int i = offset; i < end; i++) {
      value = value << 1 | (bits[i] & 1);
    }
    boolean negative = bits.length == Byte.SIZE && offset == 0 && (bits[0] & 1) == 1;
    return negative ? value - (1 << Math.max(0, end)) : value;
  }

  private static byte bit(long value, int position) {
    return (byte) (value >> Math.min(position, Long.SIZE - 1) & 1);
  }
}
