package io.integrationhost.plugins.mqtt.sparkplug;

import io.integrationhost.kit.Bytes;
import java.io.ByteArrayOutputStream;

/** Writes fields of Protocol Buffers. */
final class WireWriter {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(64);

  WireWriter number(int field, long value) {
    varint(((long) field << 3) | WireReader.VARINT);
    varint(value);
    return this;
  }

  WireWriter flag(int field, boolean value) {
    return number(field, value ? 1 : 0);
  }

  WireWriter real32(int field, float value) {
    varint(((long) field << 3) | WireReader.FIXED_32);
    little(Float.floatToRawIntBits(value), Float.BYTES);
    return this;
  }

  WireWriter real64(int field, double value) {
    varint(((long) field << 3) | WireReader.FIXED_64);
    little(Double.doubleToRawLongBits(value), Double.BYTES);
    return this;
  }

  WireWriter bytes(int field, byte[] value) {
    varint(((long) field << 3) | WireReader.BYTES);
    varint(value.length);
    out.writeBytes(value);
    return this;
  }

  WireWriter text(int field, String value) {
    return bytes(field, Bytes.utf8(value));
  }

  byte[] toBytes() {
    return out.toByteArray();
  }

  private void little(long bits, int bytes) {
    for (int i = 0; i < bytes; i++) {
      out.write((int) (bits >>> (8 * i)));
    }
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
