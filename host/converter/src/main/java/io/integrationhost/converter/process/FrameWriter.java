package io.integrationhost.converter.process;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Builds the bytes of one frame. For one thread. */
final class FrameWriter {
  private static final char LAST_NARROW = 0xff;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
  private final DataOutputStream out = new DataOutputStream(bytes);

  FrameWriter(int type) {
    number(type);
  }

  FrameWriter number(int value) {
    try {
      out.writeInt(value);
    } catch (IOException e) {
      throw impossible(e);
    }
    return this;
  }

  FrameWriter number(long value) {
    try {
      out.writeLong(value);
    } catch (IOException e) {
      throw impossible(e);
    }
    return this;
  }

  FrameWriter flag(boolean value) {
    return number(value ? 1 : 0);
  }

  FrameWriter bytes(byte[] value) {
    number(value.length);
    try {
      out.write(value);
    } catch (IOException e) {
      throw impossible(e);
    }
    return this;
  }

  /** Any Java text as it is, halves of surrogate pairs included. */
  FrameWriter text(String value) {
    boolean narrow = value.chars().allMatch(each -> each <= LAST_NARROW);
    flag(narrow);
    if (narrow) {
      return bytes(value.getBytes(StandardCharsets.ISO_8859_1));
    }
    byte[] wide = new byte[Math.multiplyExact(value.length(), Character.BYTES)];
    ByteBuffer.wrap(wide).asCharBuffer().put(value);
    return bytes(wide);
  }

  FrameWriter texts(List<String> value) {
    number(value.size());
    value.forEach(this::text);
    return this;
  }

  FrameWriter texts(Map<String, String> value) {
    number(value.size());
    value.forEach((key, each) -> text(key).text(each));
    return this;
  }

  byte[] frame() {
    return bytes.toByteArray();
  }

  /** Writes a frame with its length before it. */
  static void write(OutputStream out, byte[] frame) throws IOException {
    out.write(ByteBuffer.allocate(Integer.BYTES).putInt(frame.length).array());
    out.write(frame);
    out.flush();
  }

  private static UncheckedIOException impossible(IOException e) {
    return new UncheckedIOException("memory cannot be written", e);
  }
}
