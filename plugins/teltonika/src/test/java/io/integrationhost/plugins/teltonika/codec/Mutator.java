package io.integrationhost.plugins.teltonika.codec;

import io.integrationhost.kit.Checksum.Crc16;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages bytes of vectors in ways that the seed decides. */
public final class Mutator {

  private final Random random;

  public Mutator(long seed) {
    random = new Random(seed);
  }

  /** One of the vectors' bytes with one to four damages. */
  public byte[] damaged(List<Vector> vectors) {
    byte[] bytes = vectors.get(random.nextInt(vectors.size())).bytes();
    int damages = 1 + random.nextInt(4);
    for (int i = 0; i < damages && bytes.length > 0; i++) {
      bytes = damaged(bytes);
    }
    return bytes;
  }

  private byte[] damaged(byte[] bytes) {
    int at = random.nextInt(bytes.length);
    byte[] changed = bytes.clone();
    switch (random.nextInt(6)) {
      case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> changed[at] = (byte) random.nextInt(256);
      case 2 -> Arrays.fill(changed, at, Math.min(bytes.length, at + 4), (byte) 0xFF);
      case 3 -> changed = Arrays.copyOf(bytes, at);
      case 4 -> {
        changed = Arrays.copyOf(bytes, bytes.length - 1);
        System.arraycopy(bytes, at + 1, changed, at, bytes.length - at - 1);
      }
      default -> {
        changed = Arrays.copyOf(bytes, bytes.length + 1);
        System.arraycopy(bytes, at, changed, at + 1, bytes.length - at);
      }
    }
    return changed;
  }

  /** A frame around a data field, with the right length and checksum. */
  public static byte[] framed(byte[] data) {
    return ByteBuffer.allocate(data.length + 12)
        .putInt(0)
        .putInt(data.length)
        .put(data)
        .putInt(Crc16.ARC.of(data))
        .array();
  }
}
