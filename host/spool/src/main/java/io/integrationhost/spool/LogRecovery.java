package io.integrationhost.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what a log's directory holds. Only the last segment is read: the others end where the
 * next one begins. What a crash left behind the last intact frame of the log is cut off; damage
 * with intact frames behind it stays, for the reader to skip and count.
 */
final class LogRecovery {

  private static final Logger LOG = LoggerFactory.getLogger(LogRecovery.class);
  private static final long UNKNOWN = -1;

  private final Disk disk;
  private final SegmentFiles files;
  private final long trimmed;

  /**
   * @param trimmed what the cursor says
   */
  LogRecovery(Disk disk, SegmentFiles files, long trimmed) {
    this.disk = disk;
    this.files = files;
    this.trimmed = trimmed;
  }

  LogState recover() throws IOException {
    List<Path> paths = files.list();
    Deque<Segment> segments = new ArrayDeque<>();
    long following = UNKNOWN;
    for (int i = paths.size() - 1; i >= 0; i--) {
      Segment segment = recover(paths.get(i), following, i == 0);
      if (segment == null) {
        LOG.warn("{} holds nothing that can be read, and is deleted", paths.get(i));
        disk.delete(paths.get(i));
      } else {
        segments.addFirst(segment);
        following = segment.base();
      }
    }
    long next = segments.isEmpty() ? trimmed : segments.getLast().extent().next();
    return new LogState(List.copyOf(segments), trimmed, next);
  }

  /**
   * @param following the base of the next segment; unknown when this is the last
   * @return null when neither header nor records can be read
   */
  private Segment recover(Path path, long following, boolean first) throws IOException {
    try (DiskFile file = disk.open(path)) {
      Optional<SegmentHeader> header = SegmentFiles.header(file, path);
      if (header.isPresent() && following != UNKNOWN) {
        return segment(path, header.get(), file.size(), following);
      }
      long expected = header.map(SegmentHeader::base).orElse(UNKNOWN);
      FrameScanner frames =
          new FrameScanner(file, SegmentFiles.sequence(path), SegmentHeader.BYTES, expected);
      long base = expected;
      long next = expected;
      long size = file.size();
      for (Frame frame = frames.next(size); frame != null; frame = frames.next(size)) {
        base = base == UNKNOWN ? frame.position() : base;
        next = frame.position() + 1;
      }
      if (base == UNKNOWN) {
        // The records between the cursor and the next segment were here.
        return first && following > trimmed
            ? segment(path, header(trimmed), size, following)
            : null;
      }
      if (following != UNKNOWN) {
        return segment(path, header.orElse(header(base)), size, following);
      }
      cutOff(path, file, frames.intactEnd());
      return segment(path, header.orElse(header(base)), frames.intactEnd(), next);
    }
  }

  private static void cutOff(Path path, DiskFile file, long end) throws IOException {
    long size = file.size();
    if (size > end) {
      LOG.info(
          "{}: cut off {} bytes behind the last whole record (reserved, or not committed)",
          path,
          size - end);
      file.truncate(end);
    }
  }

  private static SegmentHeader header(long base) {
    return new SegmentHeader(SegmentHeader.VERSION, 0, base);
  }

  private static Segment segment(Path path, SegmentHeader header, long size, long next) {
    Extent extent = new Extent(Math.max(size, SegmentHeader.BYTES), Math.max(next, header.base()));
    return new Segment(path, SegmentFiles.sequence(path), header, extent);
  }
}
