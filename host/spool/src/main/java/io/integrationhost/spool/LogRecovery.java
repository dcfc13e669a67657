package io.integrationhost.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
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

  private final SegmentFiles files;

  LogRecovery(SegmentFiles files) {
    this.files = files;
  }

  /**
   * @param trimmed what the cursor says
   */
  LogState recover(Disk disk, long trimmed) throws IOException {
    List<Path> paths = files.list();
    List<Segment> segments = new ArrayList<>();
    long following = -1;
    for (int i = paths.size() - 1; i >= 0; i--) {
      Segment segment = recover(disk, paths.get(i), following, trimmed);
      segments.add(segment);
      following = segment.base();
    }
    Collections.reverse(segments);
    long next = segments.isEmpty() ? trimmed : segments.get(segments.size() - 1).extent().next();
    return new LogState(segments, trimmed, next);
  }

  long nextSequence() throws IOException {
    List<Path> paths = files.list();
    return paths.isEmpty() ? 1 : SegmentFiles.sequence(paths.get(paths.size() - 1)) + 1;
  }

  /**
   * @param following the base of the next segment; -1 when this is the last
   */
  private Segment recover(Disk disk, Path path, long following, long trimmed) throws IOException {
    long sequence = SegmentFiles.sequence(path);
    try (DiskFile file = disk.open(path)) {
      Optional<SegmentHeader> header = SegmentFiles.header(file, path);
      if (following >= 0 && header.isPresent()) {
        long next = Math.max(following, header.get().base());
        return new Segment(path, sequence, header.get(), new Extent(file.size(), next));
      }
      return scan(file, path, header, following, trimmed);
    }
  }

  private static Segment scan(
      DiskFile file, Path path, Optional<SegmentHeader> header, long following, long trimmed)
      throws IOException {
    long sequence = SegmentFiles.sequence(path);
    long expected = header.map(SegmentHeader::base).orElse(-1L);
    FrameScanner frames = new FrameScanner(file, sequence, SegmentHeader.BYTES, expected);
    long size = file.size();
    long first = expected;
    long next = expected;
    for (Frame frame = frames.next(size); frame != null; frame = frames.next(size)) {
      first = first < 0 ? frame.position() : first;
      next = frame.position() + 1;
    }
    if (next < 0) {
      first = following >= 0 ? following : trimmed;
      next = first;
    }
    if (following < 0 && size > frames.intactEnd()) {
      LOG.info(
          "{}: cut off {} bytes behind the last whole record", path, size - frames.intactEnd());
      file.truncate(frames.intactEnd());
      size = frames.intactEnd();
    }
    long end = Math.max(size, SegmentHeader.BYTES);
    SegmentHeader known = header.orElse(new SegmentHeader(SegmentHeader.VERSION, 0, first));
    return new Segment(
        path, sequence, known, new Extent(end, following < 0 ? next : Math.max(following, first)));
  }
}
