package io.integrationhost.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Reads the frames of a file in order, until it throws. Behind damage it looks for the next intact
 * frame byte by byte: positions in a file grow by one, so one that does not fit what was skipped is
 * no frame.
 */
final class FrameScanner {

  private static final int CHUNK = 64 << 10;
  private static final int BLOCK = 4096;

  private final DiskFile file;
  private final long fileId;

  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private long bufferStart;
  private long offset;
  private long intactEnd;
  private long expected;
  private long skipped;
  private boolean unreadable;

  /**
   * @param fileId that the frames were written with
   * @param offset where a frame starts
   * @param expected its position, or -1 when it is not known
   */
  FrameScanner(DiskFile file, long fileId, long offset, long expected) {
    this.file = file;
    this.fileId = fileId;
    this.offset = offset;
    this.intactEnd = offset;
    this.expected = expected;
  }

  /** Finds nothing, as in a file that is gone. */
  static FrameScanner ofNothing() {
    return new FrameScanner(null, 0, Long.MAX_VALUE / 2, -1);
  }

  /** The next intact frame that ends before the limit; null when there is none. */
  Frame next(long limit) throws IOException {
    while (offset + Frame.OVERHEAD <= limit) {
      int length = lengthOfFrame(limit);
      if (length >= 0) {
        return take(length);
      }
      offset++;
    }
    offset = Math.max(offset, limit);
    return null;
  }

  /** Whether the disk could not read some of the bytes that were passed. */
  boolean unreadable() {
    return unreadable;
  }

  /** Where the last frame ended. */
  long intactEnd() {
    return intactEnd;
  }

  /** Bytes before the last intact frame that were no frames, since the last call. */
  long takeSkipped() {
    long taken = skipped;
    skipped = 0;
    return taken;
  }

  private Frame take(int length) {
    int at = (int) (offset - bufferStart);
    byte[] record =
        Arrays.copyOfRange(buffer.array(), at + Frame.OVERHEAD, at + Frame.OVERHEAD + length);
    Frame frame = new Frame(buffer.getLong(at + 8), buffer.getLong(at + 16), record);
    skipped += offset - intactEnd;
    offset += Frame.OVERHEAD + length;
    intactEnd = offset;
    expected = frame.position() + 1;
    return frame;
  }

  /** The length of the record in the frame at the offset, or -1 when no frame is there. */
  private int lengthOfFrame(long limit) throws IOException {
    fill(Frame.OVERHEAD, limit);
    int at = (int) (offset - bufferStart);
    int length = buffer.getInt(at + 4);
    if (length < 0
        || length > Frame.MAX_CONTENT
        || offset + Frame.OVERHEAD + length > limit
        || !plausible(buffer.getLong(at + 8))) {
      return -1;
    }
    fill(Frame.OVERHEAD + length, limit);
    at = (int) (offset - bufferStart);
    return Frame.matches(buffer, at, length, fileId) ? length : -1;
  }

  private boolean plausible(long position) {
    long lost = position - expected;
    return expected < 0
        ? position >= 0
        : lost >= 0 && lost <= (offset - intactEnd) / Frame.OVERHEAD;
  }

  private void fill(int needed, long limit) throws IOException {
    if (offset >= bufferStart && offset + needed <= bufferStart + buffer.limit()) {
      return;
    }
    int bytes = (int) Math.min(limit - offset, Math.max(needed, CHUNK));
    if (buffer.capacity() < bytes || buffer.capacity() > 4 * CHUNK) {
      buffer = ByteBuffer.allocate(bytes);
    }
    bufferStart = offset;
    buffer.clear().limit(bytes);
    try {
      read(0, bytes);
    } catch (IOException e) {
      readBlocks(bytes);
    }
  }

  /** A part of the disk that cannot be read must not hide the rest: it counts as damage. */
  private void readBlocks(int bytes) {
    for (int from = 0; from < bytes; from += BLOCK) {
      int length = Math.min(BLOCK, bytes - from);
      try {
        read(from, length);
      } catch (IOException e) {
        unreadable = true;
        Arrays.fill(buffer.array(), from, from + length, (byte) 0);
      }
    }
  }

  private void read(int from, int bytes) throws IOException {
    int done = 0;
    while (done < bytes) {
      int read = file.read(buffer.array(), from + done, bytes - done, bufferStart + from + done);
      if (read < 0) {
        // The file is shorter than it was: the rest is damage as well.
        Arrays.fill(buffer.array(), from + done, from + bytes, (byte) 0);
        return;
      }
      done += read;
    }
  }
}
