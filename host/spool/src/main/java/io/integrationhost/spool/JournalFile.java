package io.integrationhost.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A file of the journal and the segments whose records it makes durable. The committer fills it;
 * once it is sealed, the janitor syncs these segments, so that the file can go.
 */
final class JournalFile implements Closeable {

  private final Path path;
  private final long sequence;
  private final DiskFile file;
  private final Set<Covered> covered = new LinkedHashSet<>();
  private long size;
  private long reserved;
  private long entries;

  JournalFile(Path path, long sequence, DiskFile file) {
    this.path = path;
    this.sequence = sequence;
    this.file = file;
  }

  /** What its frames are bound to: other than any segment, whose frames they contain. */
  static long fileId(long sequence) {
    return -sequence;
  }

  Path path() {
    return path;
  }

  long size() {
    return size;
  }

  void seal(Batch batch) {
    ByteBuffer frame = batch.buffer().duplicate();
    frame.limit(batch.to()).position(batch.to());
    Frame.end(frame, batch.from(), fileId(sequence), entries, 0);
    entries++;
    covered.add(new Covered(batch.segment(), batch.log().events()));
  }

  void write(ByteBuffer buffer, int from, int to) throws IOException {
    file.writeFully(buffer.duplicate().limit(to).position(from), size);
    size += to - from;
  }

  void force(Reserve reserve) throws IOException {
    if (size > reserved) {
      reserved = reserve.extend(file, size, Long.MAX_VALUE);
    }
    file.force();
  }

  /** Syncs what the file stands in for. True when it is no longer needed, and deleted. */
  boolean checkpoint(Disk disk) throws IOException {
    Iterator<Covered> all = covered.iterator();
    while (all.hasNext()) {
      Covered next = all.next();
      if (next.log.isTrimmed(next.segment) || (isTrusted(next) && sync(disk, next))) {
        all.remove();
      }
    }
    if (covered.isEmpty()) {
      disk.delete(path);
    }
    return covered.isEmpty();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /**
   * After a failed sync, whoever asked for it, a second one could claim success without having
   * written anything. The journal file stays until the records have been trimmed; at the next start
   * it writes them again.
   */
  private static boolean isTrusted(Covered next) {
    return !next.segment.suspect();
  }

  private boolean sync(Disk disk, Covered next) {
    try {
      if (!disk.exists(next.segment.path())) {
        return true;
      }
    } catch (IOException e) {
      // Nothing was tried yet: a later look decides.
      return false;
    }
    try (DiskFile segment = disk.open(next.segment.path())) {
      segment.force();
      return true;
    } catch (IOException | RuntimeException | Error e) {
      next.segment.markSuspect();
      next.log.syncFailed(next.segment, e);
      return false;
    }
  }

  private record Covered(Segment segment, LogEvents log) {}
}
