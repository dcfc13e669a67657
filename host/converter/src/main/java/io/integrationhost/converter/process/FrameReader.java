package io.integrationhost.converter.process;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the parts of one frame in the order in which they were written. Whatever does not fit is a
 * {@link BadFrameException}: the other side may be anything. For one thread.
 */
final class FrameReader {
  private final ByteBuffer rest;

  FrameReader(byte[] frame) {
    this.rest = ByteBuffer.wrap(frame);
  }

  int number() {
    need(Integer.BYTES);
    return rest.getInt();
  }

  long longNumber() {
    need(Long.BYTES);
    return rest.getLong();
  }

  boolean flag() {
    int value = number();
    if (value != 0 && value != 1) {
      throw new BadFrameException("a flag is " + value);
    }
    return value == 1;
  }

  byte[] bytes() {
    int length = number();
    if (length < 0) {
      throw new BadFrameException("a length is " + length);
    }
    need(length);
    byte[] value = new byte[length];
    rest.get(value);
    return value;
  }

  String text() {
    boolean narrow = flag();
    byte[] value = bytes();
    if (narrow) {
      return new String(value, StandardCharsets.ISO_8859_1);
    }
    if (value.length % Character.BYTES != 0) {
      throw new BadFrameException("a text has half a character");
    }
    return ByteBuffer.wrap(value).asCharBuffer().toString();
  }

  List<String> list() {
    List<String> value = new ArrayList<>();
    for (int left = number(); left > 0; left--) {
      value.add(text());
    }
    return value;
  }

  Map<String, String> texts() {
    int size = number();
    Map<String, String> value = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      value.put(text(), text());
    }
    return value;
  }

  void end() {
    if (rest.hasRemaining()) {
      throw new BadFrameException(rest.remaining() + " bytes are too many");
    }
  }

  private void need(int length) {
    if (rest.remaining() < length) {
      throw new BadFrameException("it ends too early");
    }
  }

  /**
   * The next frame; empty when the stream ended between two of them.
   *
   * @param max bytes that a frame may have
   */
  static Optional<byte[]> read(InputStream in, int max) throws IOException {
    int first = in.read();
    if (first < 0) {
      return Optional.empty();
    }
    byte[] others = in.readNBytes(Integer.BYTES - 1);
    if (others.length < Integer.BYTES - 1) {
      throw new EOFException("the stream ends within a length");
    }
    int length = ByteBuffer.allocate(Integer.BYTES).put((byte) first).put(others).getInt(0);
    if (length < 0 || length > max) {
      throw new BadFrameException("a frame has " + length + " bytes, " + max + " are allowed");
    }
    byte[] frame = new byte[length];
    new DataInputStream(in).readFully(frame);
    return Optional.of(frame);
  }

  /** What came is no frame of ours. */
  static final class BadFrameException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadFrameException(String message) {
      super(message);
    }
  }
}
