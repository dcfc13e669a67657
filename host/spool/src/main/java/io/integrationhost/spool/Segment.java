package io.integrationhost.spool;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** A file of a log. The committer alone extends it; everybody may look. */
final class Segment {

  private final Path path;
  private final long sequence;
  private final SegmentHeader header;
  private volatile Extent extent;
  private final AtomicBoolean unsynced = new AtomicBoolean();
  private volatile boolean suspect;

  Segment(Path path, long sequence, SegmentHeader header, Extent extent) {
    this.path = path;
    this.sequence = sequence;
    this.header = header;
    this.extent = extent;
  }

  Path path() {
    return path;
  }

  /** The number in the file's name; its frames are bound to it. */
  long sequence() {
    return sequence;
  }

  long id() {
    return header.id();
  }

  long base() {
    return header.base();
  }

  /** What is committed. */
  Extent extent() {
    return extent;
  }

  void commit(Extent newExtent) {
    extent = newExtent;
  }

  /** After a failed write or sync nothing more is written to this file. */
  boolean suspect() {
    return suspect;
  }

  void markSuspect() {
    suspect = true;
  }

  /** It holds records that the disk may not have yet, and that nobody waits for. */
  void markUnsynced() {
    unsynced.set(true);
  }

  /** Whether it is to be synced; what is committed from now on asks for another sync. */
  boolean takeUnsynced() {
    return unsynced.getAndSet(false);
  }

  long records() {
    return extent.next() - base();
  }

  /** The bytes of the records from the position on; exact for a whole segment. */
  long recordBytesFrom(long position) {
    Extent now = extent;
    long all = now.next() - base();
    long left = Math.min(all, now.next() - position);
    if (left <= 0) {
      return 0;
    }
    long bytes = now.end() - SegmentHeader.BYTES - all * Frame.OVERHEAD;
    return Math.max(0, left == all ? bytes : (long) ((double) bytes * left / all));
  }
}
