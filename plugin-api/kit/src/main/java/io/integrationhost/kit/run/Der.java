package io.integrationhost.kit.run;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The little of DER that is needed to put a bare private key into its PKCS#8 cover. */
final class Der {

  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 0x04;
  private static final byte[] ZERO = {0x02, 0x01, 0x00};
  private static final byte[] RSA = {
    0x30,
    0x0D,
    0x06,
    0x09,
    0x2A,
    (byte) 0x86,
    0x48,
    (byte) 0x86,
    (byte) 0xF7,
    0x0D,
    0x01,
    0x01,
    0x01,
    0x05,
    0x00
  };
  private static final byte[] EC = {0x06, 0x07, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 2, 1};

  private Der() {}

  static byte[] rsa(byte[] pkcs1) {
    return part(SEQUENCE, ZERO, RSA, part(OCTETS, pkcs1));
  }

  /**
   * The cover of an EC key.
   *
   * @param curve its parameters, when the key does not hold them
   * @return empty when nobody says what curve it is of
   */
  static Optional<byte[]> ec(byte[] sec1, Optional<byte[]> curve) {
    return curveOf(sec1)
        .or(() -> curve)
        .map(of -> part(SEQUENCE, ZERO, part(SEQUENCE, EC, of), part(OCTETS, sec1)));
  }

  /** ECPrivateKey: version, key, [0] parameters, [1] public key. */
  private static Optional<byte[]> curveOf(byte[] sec1) {
    ByteBuffer all = content(ByteBuffer.wrap(sec1));
    content(all);
    content(all);
    while (all.hasRemaining()) {
      int tag = all.get(all.position()) & 0xFF;
      ByteBuffer part = content(all);
      if (tag == 0xA0) {
        byte[] parameters = new byte[part.remaining()];
        part.get(parameters);
        return Optional.of(parameters);
      }
    }
    return Optional.empty();
  }

  /** Takes the next part and returns what is in it. */
  private static ByteBuffer content(ByteBuffer in) {
    in.get();
    int length = in.get() & 0xFF;
    if (length >= 0x80) {
      int bytes = length & 0x7F;
      length = 0;
      for (int i = 0; i < bytes; i++) {
        length = (length << Byte.SIZE) | (in.get() & 0xFF);
      }
    }
    ByteBuffer content = in.slice(in.position(), length);
    in.position(in.position() + length);
    return content;
  }

  private static byte[] part(int tag, byte[]... contents) {
    var content = new ByteArrayOutputStream();
    for (byte[] each : contents) {
      content.writeBytes(each);
    }
    var part = new ByteArrayOutputStream();
    part.write(tag);
    int length = content.size();
    if (length < 0x80) {
      part.write(length);
    } else if (length <= 0xFF) {
      part.write(0x81);
      part.write(length);
    } else {
      part.write(0x82);
      part.write(length >> Byte.SIZE);
      part.write(length);
    }
    part.writeBytes(content.toByteArray());
    return part.toByteArray();
  }
}
