package io.integrationhost.remote;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes protobuf fields into a growing array in one pass. Values that proto3 takes for granted
 * (empty, zero, false) are left out. Not thread-safe.
 */
final class WireWriter {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH = 2;
  private static final int MAX_VARINT = 10;

  private byte[] buffer = new byte[256];
  private int size;

  void int64(int field, long value) {
    if (value != 0) {
      tag(field, VARINT);
      varint(value);
    }
  }

  void bool(int field, boolean value) {
    int64(field, value ? 1 : 0);
  }

  void float64(int field, double value) {
    long bits = Double.doubleToRawLongBits(value);
    if (bits != 0) {
      tag(field, FIXED64);
      ensure(Long.BYTES);
      for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
        buffer[size++] = (byte) (bits >>> shift);
      }
    }
  }

  /** Unpaired surrogates become a question mark (facts 5.4). */
  void string(int field, String value) {
    if (!value.isEmpty()) {
      bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }
  }

  void bytes(int field, byte[] value) {
    tag(field, LENGTH);
    varint(value.length);
    ensure(value.length);
    System.arraycopy(value, 0, buffer, size, value.length);
    size += value.length;
  }

  /** Begins a message, present even when nothing follows; {@link #close} takes the result. */
  int open(int field) {
    tag(field, LENGTH);
    ensure(1);
    return ++size;
  }

  /** Ends a message. Only one byte was left for its length; more are made room for. */
  void close(int start) {
    int length = size - start;
    int extra = varintSize(length) - 1;
    if (extra > 0) {
      ensure(extra);
      System.arraycopy(buffer, start, buffer, start + extra, length);
    }
    size = start - 1;
    varint(length);
    size += length;
  }

  byte[] toBytes() {
    return Arrays.copyOf(buffer, size);
  }

  private void tag(int field, int type) {
    varint(((long) field << 3) | type);
  }

  private void varint(long value) {
    ensure(MAX_VARINT);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      buffer[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    buffer[size++] = (byte) rest;
  }

  /** How many bytes a length takes. */
  static int varintSize(int length) {
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(length | 1);
    return (bits + 6) / 7;
  }

  private void ensure(int more) {
    if (buffer.length - size < more) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
    }
  }
}
