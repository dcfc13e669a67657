package io.integrationhost.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes zeros behind the records of a file that is about to be synced. While a file keeps its size
 * a sync has no new size and no new blocks to note, and takes about half the time. Used by the
 * committer's thread alone.
 */
final class Reserve {

  private static final Logger LOG = LoggerFactory.getLogger(Reserve.class);
  private static final int SMALLEST = 64 << 10;
  private static final int LARGEST = 1 << 20;

  private final ByteBuffer zeros = ByteBuffer.allocateDirect(LARGEST).asReadOnlyBuffer();

  /**
   * Extends a file that has outgrown its reserve: by as much as it holds already, within bounds, so
   * that a spool with little traffic takes little room.
   *
   * @param written where the records end
   * @param limit the file does not grow beyond it
   * @return where the zeros end
   */
  long extend(DiskFile file, long written, long limit) throws IOException {
    long bytes = Math.min(limit - written, Math.max(SMALLEST, Math.min(written, LARGEST)));
    if (bytes <= 0) {
      return limit;
    }
    try {
      file.writeFully(zeros.duplicate().limit((int) bytes), written);
      return written + bytes;
    } catch (IOException e) {
      // The records need no reserve: they are written. The next file tries again.
      LOG.debug("No room to reserve {} bytes: {}", bytes, e.getMessage());
      file.truncate(written);
      return Long.MAX_VALUE;
    }
  }
}
