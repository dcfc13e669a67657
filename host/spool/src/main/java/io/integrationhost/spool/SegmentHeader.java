package io.integrationhost.spool;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The first bytes of a segment: magic (4 bytes), version (4), id (8), base (8), checksum (4).
 * Magic, version and the place of the checksum stay the same in all versions, so that a newer
 * version is told from damage.
 *
 * @param id a random number: tells segments apart that got the same file name one after the other
 * @param base the position of the first record
 */
record SegmentHeader(int version, long id, long base) {

  static final int BYTES = 28;
  static final int VERSION = 1;

  private static final int MAGIC = 0x49485350;
  private static final int CHECKSUM = 24;

  ByteBuffer encode() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    bytes.putInt(MAGIC).putInt(version).putLong(id).putLong(base);
    return bytes.putInt(checksum(bytes)).flip();
  }

  /** Empty when the bytes are damaged. */
  static Optional<SegmentHeader> decode(ByteBuffer bytes) {
    if (bytes.remaining() < BYTES
        || bytes.getInt(0) != MAGIC
        || bytes.getInt(CHECKSUM) != checksum(bytes)) {
      return Optional.empty();
    }
    return Optional.of(new SegmentHeader(bytes.getInt(4), bytes.getLong(8), bytes.getLong(16)));
  }

  private static int checksum(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.duplicate().clear().limit(CHECKSUM));
    return (int) crc.getValue();
  }
}
