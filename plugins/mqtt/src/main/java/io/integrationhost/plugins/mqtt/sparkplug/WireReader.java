package io.integrationhost.plugins.mqtt.sparkplug;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;

/**
 * Reads fields of Protocol Buffers, one after another. Whatever the bytes are, it reads no further
 * than they go, nests no deeper than {@value #DEEPEST} and makes no more than {@value #MOST_PARTS}
 * parts.
 */
final class WireReader {

  static final int VARINT = 0;
  static final int FIXED_64 = 1;
  static final int BYTES = 2;
  static final int GROUP = 3;
  static final int GROUP_END = 4;
  static final int FIXED_32 = 5;

  /** Levels of messages in messages. */
  static final int DEEPEST = 24;

  /**
   * Metrics, properties, rows and cells of one payload: each costs more memory than it has bytes.
   */
  static final int MOST_PARTS = 250_000;

  private final ByteBuffer in;
  private final int[] parts;
  private final int level;
  private int tag;

  WireReader(byte[] bytes) {
    this(ByteBuffer.wrap(bytes), new int[1], 0);
  }

  private WireReader(ByteBuffer in, int[] parts, int level) {
    this.in = in.order(ByteOrder.LITTLE_ENDIAN);
    this.parts = parts;
    this.level = level;
  }

  /**
   * Goes on to the next field.
   *
   * @return false at the end
   * @throws IllegalArgumentException when there is none but bytes are left
   */
  boolean next() {
    if (!in.hasRemaining()) {
      return false;
    }
    long read = varint();
    tag = (int) read;
    if (read != (read & 0xFFFF_FFFFL) || field() == 0) {
      throw new IllegalArgumentException("a field has no number");
    }
    return true;
  }

  int field() {
    return tag >>> 3;
  }

  /** Reads a field of this kind only. */
  private void expect(int kind) {
    if ((tag & 7) != kind) {
      throw new IllegalArgumentException(
          "field " + field() + " is of wire type " + (tag & 7) + " (expected: " + kind + ")");
    }
  }

  long number() {
    expect(VARINT);
    return varint();
  }

  boolean flag() {
    return number() != 0;
  }

  float real32() {
    expect(FIXED_32);
    return need(Float.BYTES).getFloat();
  }

  double real64() {
    expect(FIXED_64);
    return need(Double.BYTES).getDouble();
  }

  byte[] bytes() {
    expect(BYTES);
    byte[] read = new byte[length()];
    in.get(read);
    return read;
  }

  String text() {
    expect(BYTES);
    int length = length();
    String text =
        new String(in.array(), in.arrayOffset() + in.position(), length, StandardCharsets.UTF_8);
    in.position(in.position() + length);
    return text;
  }

  /** The message that is the field, counted as a part. */
  WireReader message() {
    part();
    return inner();
  }

  /** Where the field is one number, or several in one piece. */
  void numbers(LongConsumer each) {
    if ((tag & 7) == BYTES) {
      WireReader packed = inner();
      while (packed.in.hasRemaining()) {
        part();
        each.accept(packed.varint());
      }
    } else {
      part();
      each.accept(number());
    }
  }

  private WireReader inner() {
    expect(BYTES);
    if (level == DEEPEST) {
      throw new IllegalArgumentException("messages are nested deeper than " + DEEPEST);
    }
    int length = length();
    ByteBuffer inner = in.slice(in.position(), length);
    in.position(in.position() + length);
    return new WireReader(inner, parts, level + 1);
  }

  /** One more thing that is kept. */
  void part() {
    if (++parts[0] > MOST_PARTS) {
      throw new IllegalArgumentException("it has more than " + MOST_PARTS + " parts");
    }
  }

  /** Passes over a field that nobody knows. */
  void skip() {
    skip(level);
  }

  private void skip(int depth) {
    switch (tag & 7) {
      case VARINT -> varint();
      case FIXED_64 -> pass(Double.BYTES);
      case BYTES -> pass(length());
      case FIXED_32 -> pass(Float.BYTES);
      case GROUP -> skipGroup(depth);
      default -> throw new IllegalArgumentException("wire type " + (tag & 7) + " begins no field");
    }
  }

  private void skipGroup(int depth) {
    if (depth == DEEPEST) {
      throw new IllegalArgumentException("groups are nested deeper than " + DEEPEST);
    }
    int group = field();
    while (next()) {
      if ((tag & 7) == GROUP_END) {
        if (field() != group) {
          throw new IllegalArgumentException("group " + group + " ends as " + field());
        }
        return;
      }
      skip(depth + 1);
    }
    throw new IllegalArgumentException("group " + group + " has no end");
  }

  private void pass(int bytes) {
    need(bytes).position(in.position() + bytes);
  }

  private int length() {
    long length = varint();
    if (length < 0 || length > in.remaining()) {
      throw new IllegalArgumentException(
          "field " + field() + " is longer than what is left, " + in.remaining() + " bytes");
    }
    return (int) length;
  }

  private ByteBuffer need(int bytes) {
    if (in.remaining() < bytes) {
      throw new IllegalArgumentException("it ends within field " + field());
    }
    return in;
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      byte each = need(1).get();
      value |= (long) (each & 0x7F) << shift;
      if (each >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number is longer than ten bytes");
  }
}
