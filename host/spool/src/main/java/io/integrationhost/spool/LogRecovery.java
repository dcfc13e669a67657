package io.integrationhost.spool;

import io.integrationhost.spool.TrimCursor.End;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what a log's directory holds. Only the last segment is read: the others end where the
 * next one begins. What a crash left behind the last intact frame of the log is cut off; damage
 * with intact frames behind it stays, for the reader to skip and count, and so does the end of a
 * log that is known to have gone on. A file that holds nothing is put aside.
 */
final class LogRecovery {

  private static final Logger LOG = LoggerFactory.getLogger(LogRecovery.class);
  private static final long UNKNOWN = -1;

  private final Disk disk;
  private final SegmentFiles files;
  private final long trimmed;
  private final End end;
  private final List<String> findings = new ArrayList<>();

  /**
   * @param cursor what it says is known
   */
  LogRecovery(Disk disk, SegmentFiles files, TrimCursor cursor) {
    this.disk = disk;
    this.files = files;
    this.trimmed = cursor.position();
    this.end = cursor.end();
  }

  LogState recover(Losses losses) throws IOException {
    List<Path> paths = files.list();
    Deque<Segment> segments = new ArrayDeque<>();
    long following = UNKNOWN;
    for (int i = paths.size() - 1; i >= 0; i--) {
      Segment segment = recover(paths.get(i), following, i == 0);
      if (segment == null) {
        leaveOut(paths.get(i), following);
      } else {
        segments.addFirst(segment);
        following = segment.base();
      }
    }
    return state(segments, losses);
  }

  /** What was lost or put aside, for people; empty when all is well. */
  Optional<String> findings() {
    return findings.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", findings));
  }

  private LogState state(Deque<Segment> segments, Losses losses) {
    long found = segments.isEmpty() ? 0 : segments.getLast().extent().next();
    long next = Math.max(found, Math.max(trimmed, end.next()));
    long from = Math.max(found, trimmed);
    if (next > from) {
      findings.add(
          ("at least %d records that were stored and not delivered are missing in %s, which was"
                  + " damaged, cut off or removed; check the disk")
              .formatted(next - from, files.directory().resolve(SegmentFiles.name(end.segment()))));
      if (segments.isEmpty()) {
        losses.missing(from, next);
      }
    }
    if (trimmed > found && end.next() == 0 && !segments.isEmpty()) {
      findings.add(
          ("its last file in %s was cut: the last %d delivered records are not in it, and what was"
                  + " stored behind them is lost; check the disk")
              .formatted(files.directory(), trimmed - found));
    }
    if (segments.isEmpty()) {
      return new LogState(List.of(), next, next);
    }
    // Positions are never used twice: what is missing lies between the last file and the next one.
    Segment last = segments.getLast();
    last.commit(new Extent(last.extent().end(), next));
    return new LogState(List.copyOf(segments), trimmed, next);
  }

  /**
   * @param following the base of the next segment; unknown when this is the last
   * @return null when neither header nor records can be read
   */
  private Segment recover(Path path, long following, boolean first) throws IOException {
    try (DiskFile file = disk.open(path)) {
      Optional<SegmentHeader> header = header(file, path);
      long size = file.size();
      if (header.isPresent() && following != UNKNOWN) {
        boolean ordered = header.get().base() <= following;
        return ordered ? segment(path, header.get(), size, following) : null;
      }
      long expected = header.map(SegmentHeader::base).orElse(UNKNOWN);
      FrameScanner frames =
          new FrameScanner(file, SegmentFiles.sequence(path), SegmentHeader.BYTES, expected);
      long base = expected;
      long next = expected;
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
        return base <= following
            ? segment(path, header.orElse(header(base)), size, following)
            : null;
      }
      if (frames.unreadable() || next < end.next()) {
        return segment(path, header.orElse(header(base)), size, next);
      }
      cutOff(path, file, frames.intactEnd());
      return segment(path, header.orElse(header(base)), frames.intactEnd(), next);
    }
  }

  private static Optional<SegmentHeader> header(DiskFile file, Path path) {
    try {
      return SegmentFiles.header(file, path);
    } catch (IOException e) {
      LOG.warn("{}: its first bytes cannot be read: {}", path, e.getMessage());
      return Optional.empty();
    }
  }

  private void leaveOut(Path path, long following) throws IOException {
    boolean wasUsed = end.segment() == 0 || SegmentFiles.sequence(path) <= end.segment();
    if (!wasUsed && following == UNKNOWN && isEmpty(path)) {
      LOG.info(
          "{} was made just before the last run ended, and holds nothing; it is deleted", path);
      disk.delete(path);
      return;
    }
    Path aside = files.putAside(path);
    findings.add(
        "%s holds nothing that can be read, or does not belong there, and is kept as %s"
            .formatted(path, aside.getFileName()));
  }

  private boolean isEmpty(Path path) throws IOException {
    byte[] bytes = new byte[SegmentHeader.BYTES];
    try (DiskFile file = disk.openToRead(path)) {
      return file.read(bytes, 0, bytes.length, 0) < bytes.length;
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
