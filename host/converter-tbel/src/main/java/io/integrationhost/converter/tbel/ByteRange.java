package io.integrationhost.converter.tbel;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/** The part of a message that is read as one number. */
record ByteRange(byte[] data, int offset, int length) {

  /**
   * The checked range of the given length.
   *
   * @param max bytes that the number can hold
   */
  static ByteRange of(byte[] data, int offset, int length, int max) {
    int size = data.length;
    if (offset > size) {
      throw new IllegalArgumentException(
          "Offset: " + offset + " is out of bounds for array with length: " + size + "!");
    }
    if ((long) offset + length > size) {
      throw new IllegalArgumentException(
          "Offset: "
              + offset
              + " and Length: "
              + length
              + " is out of bounds for array with length: "
              + size
              + "!");
    }
    if (length > max) {
      throw new IllegalArgumentException(
          "Length: " + length + " is too large. Maximum " + max + " bytes is allowed!");
    }
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException(
          "Offset: " + offset + " and Length: " + length + " must not be negative");
    }
    return new ByteRange(data, offset, length);
  }

  /** From the offset to the end, but not more than the number can hold. */
  static ByteRange rest(byte[] data, int offset, int max) {
    return of(data, offset, Math.min(data.length - offset, max), max);
  }

  /** Each number cut to its low 8 bits. */
  static byte[] bytes(List<?> list) {
    byte[] bytes = new byte[list.size()];
    for (int i = 0; i < bytes.length; i++) {
      if (!(list.get(i) instanceof Number number)) {
        throw new IllegalArgumentException(
            "The element " + list.get(i) + " at index " + i + " is no number");
      }
      bytes[i] = number.byteValue();
    }
    return bytes;
  }

  /** As an integer; fewer than eight bytes are never negative. */
  long bits(boolean bigEndian) {
    long value = 0;
    for (int i = 0; i < length; i++) {
      int at = bigEndian ? offset + i : offset + length - 1 - i;
      value = value << Byte.SIZE | (data[at] & 0xFF);
    }
    return value;
  }

  /** As an integer that is never negative. */
  BigInteger unsigned(boolean bigEndian) {
    byte[] bytes = Arrays.copyOfRange(data, offset, offset + length);
    if (!bigEndian) {
      for (int i = 0; i < length; i++) {
        bytes[i] = data[offset + length - 1 - i];
      }
    }
    return new BigInteger(1, bytes);
  }
}
