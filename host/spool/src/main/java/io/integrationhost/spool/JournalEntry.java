package io.integrationhost.spool;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a frame of the journal says: these bytes belong at this offset of that segment. Writing them
 * there again changes nothing, since a segment's committed bytes never change.
 *
 * @param directory the name of the spool's directory
 * @param sequence of the segment
 * @param id of the segment: a later file with the same name has another
 */
record JournalEntry(String directory, long sequence, long id, long offset, ByteBuffer bytes) {

  /** What stands around the bytes, at most: frame, name and three numbers. */
  static int overhead(String directory) {
    return Frame.OVERHEAD + 2 + directory.getBytes(StandardCharsets.UTF_8).length + 3 * Long.BYTES;
  }

  /** Writes what stands before the bytes, and leaves room for the frame. */
  static void putHead(ByteBuffer target, String directory, Segment segment, long offset) {
    Frame.begin(target);
    byte[] name = directory.getBytes(StandardCharsets.UTF_8);
    target.putShort((short) name.length).put(name);
    target.putLong(segment.sequence()).putLong(segment.id()).putLong(offset);
  }

  /** The position behind the last record in the bytes. */
  long next() {
    long next = 0;
    int at = 0;
    while (at + Frame.OVERHEAD <= bytes.limit()) {
      next = bytes.getLong(at + 8) + 1;
      at += Frame.OVERHEAD + bytes.getInt(at + 4);
    }
    return next;
  }

  static JournalEntry parse(byte[] record) {
    ByteBuffer source = ByteBuffer.wrap(record);
    byte[] name = new byte[source.getShort()];
    source.get(name);
    return new JournalEntry(
        new String(name, StandardCharsets.UTF_8),
        source.getLong(),
        source.getLong(),
        source.getLong(),
        source.slice());
  }
}
