package io.integrationhost.spool;

import io.integrationhost.spool.SegmentFiles.NewSegment;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What is committed and not trimmed of a segment whose file has lost its name, for another one: the
 * file can be read as long as it is open.
 */
final class SegmentCopy {

  private static final int BUFFER = 64 << 10;

  private final NewSegment gone;
  private final long base;
  private long records;

  SegmentCopy(NewSegment gone, long trimmed) {
    this.gone = gone;
    this.base = Math.max(gone.segment().base(), trimmed);
  }

  /** The first position of the copy. */
  long base() {
    return base;
  }

  /** How many records were copied. */
  long records() {
    return records;
  }

  /** Copies and syncs; the copy is committed when this returns. */
  void writeTo(NewSegment target) throws IOException {
    Segment from = gone.segment();
    Segment to = target.segment();
    FrameScanner frames =
        new FrameScanner(gone.file(), from.sequence(), SegmentHeader.BYTES, from.base());
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    long end = SegmentHeader.BYTES;
    long expected = base;
    long limit = from.extent().end();
    for (Frame frame = frames.next(limit); frame != null; frame = frames.next(limit)) {
      if (frame.position() < base) {
        continue;
      }
      // Room for what is damaged there, so that it is seen to be missing.
      long gap = (frame.position() - expected) * Frame.OVERHEAD;
      int needed = Math.toIntExact(gap + Frame.OVERHEAD + frame.record().length);
      if (buffer.remaining() < needed) {
        end = write(target, buffer, end);
        buffer = buffer.capacity() < needed ? ByteBuffer.allocate(needed) : buffer.clear();
      }
      buffer.put(new byte[(int) gap]);
      Frame.put(buffer, to.sequence(), frame.position(), frame.time(), frame.record());
      expected = frame.position() + 1;
      records++;
    }
    end = write(target, buffer, end);
    target.file().force();
    to.commit(new Extent(end, from.extent().next()));
  }

  private static long write(NewSegment target, ByteBuffer buffer, long end) throws IOException {
    int bytes = buffer.position();
    target.file().writeFully(buffer.flip(), end);
    return end + bytes;
  }
}
