package io.integrationhost.spool;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A record with what is stored around it: checksum (4 bytes), length (4), position (8), time (8),
 * then the record, big-endian. The checksum covers everything behind it and depends on the file, so
 * that a frame left over from another file is never taken for one of this file.
 *
 * @param time when it was appended, in milliseconds since 1970
 */
record Frame(long position, long time, byte[] record) {

  static final int OVERHEAD = 24;

  /** No record is larger; a length above it is damage. */
  static final int MAX_RECORD = 16 << 20;

  /** The journal frames a batch, which is at most a record with its frame, or many small ones. */
  static final int MAX_CONTENT = MAX_RECORD + 4096;

  private static final int AFTER_CHECKSUM = 4;

  static void put(ByteBuffer target, long file, long position, long time, byte[] record) {
    int start = begin(target);
    target.put(record);
    end(target, start, file, position, time);
  }

  /** Leaves room for what stands before the record and returns where the frame starts. */
  static int begin(ByteBuffer target) {
    int start = target.position();
    target.position(start + OVERHEAD);
    return start;
  }

  /** Closes the frame that begins at the start and ends at the buffer's position. */
  static void end(ByteBuffer target, int start, long file, long position, long time) {
    target.putInt(start + AFTER_CHECKSUM, target.position() - start - OVERHEAD);
    target.putLong(start + 8, position);
    target.putLong(start + 16, time);
    ByteBuffer covered = target.duplicate();
    covered.flip().position(start + AFTER_CHECKSUM);
    CRC32C crc = new CRC32C();
    crc.update(covered);
    target.putInt(start, bind(crc, file));
  }

  static boolean matches(ByteBuffer source, int start, int length, long file) {
    CRC32C crc = new CRC32C();
    int from = start + AFTER_CHECKSUM;
    crc.update(source.duplicate().limit(start + OVERHEAD + length).position(from));
    return source.getInt(start) == bind(crc, file);
  }

  private static int bind(CRC32C crc, long file) {
    return (int) crc.getValue() ^ Long.hashCode(file * 0x9E3779B97F4A7C15L);
  }
}
