package io.integrationhost.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Goes through the committed records of a log in order, across segments and around damage. */
final class LogScan implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(LogScan.class);

  private final SegmentFiles files;
  private final LogState state;
  private final Losses losses;
  private final LimitedLog damage = new LimitedLog(LOG);
  private long position;
  private Segment segment;
  private DiskFile file;
  private FrameScanner frames;

  LogScan(SegmentFiles files, LogState state, Losses losses) {
    this.files = files;
    this.state = state;
    this.losses = losses;
    this.position = state.trimmed();
  }

  /** The position of the next record. */
  long position() {
    return position;
  }

  /** Where the next frame starts; null when no segment is open. */
  Mark mark() {
    return segment == null ? null : new Mark(position, segment.sequence(), frames.intactEnd());
  }

  /**
   * Goes to a position, even when the file there cannot be opened now.
   *
   * @param near a mark at or before the position; null when there is none
   */
  void seek(long newPosition, Mark near) throws IOException {
    position = newPosition;
    close();
    Segment target = state.holding(newPosition);
    if (target != null && near != null && near.segment() == target.sequence()) {
      open(target, near.offset(), near.position());
    }
  }

  /**
   * The next committed record; null when there is none now. After an exception the position is
   * where it was, and the next call tries the same record again.
   */
  Frame next() throws IOException {
    try {
      return find();
    } catch (IOException | RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private Frame find() throws IOException {
    while (true) {
      if (position < state.trimmed()) {
        seek(state.trimmed(), null);
      }
      if (segment == null && !openNext(state.holding(position))) {
        return null;
      }
      // In this order: whatever is no longer active has its final extent.
      boolean complete = !state.isActive(segment);
      Extent extent = segment.extent();
      Frame frame = frames.next(extent.end());
      if (frame != null && frame.position() < extent.next()) {
        if (frame.position() < position) {
          continue;
        }
        pass(frame.position());
        position = frame.position() + 1;
        return frame;
      }
      boolean missing = position < extent.next();
      pass(extent.next());
      if (!complete) {
        return null;
      }
      if (missing) {
        // Otherwise it is a reserve that was not given back, see Reserve.
        losses.skipped(segment, extent.end(), extent.end() - frames.intactEnd());
      }
      Segment following = state.after(segment);
      if (following == null) {
        return null;
      }
      openNext(following);
    }
  }

  @Override
  public void close() {
    segment = null;
    frames = null;
    if (file != null) {
      DiskFile closing = file;
      file = null;
      try {
        closing.close();
      } catch (IOException e) {
        LOG.debug("A file that was read could not be closed", e);
      }
    }
  }

  /** Goes on at the position; records before it that did not come are missing. */
  private void pass(long to) {
    losses.skipped(segment, frames.intactEnd(), frames.takeSkipped());
    if (to > position) {
      // What was trimmed while it was read is not missing.
      long records = losses.missing(Math.max(position, state.trimmed()), to);
      if (records > 0) {
        damage.error(
            "{}: {} records from position {} on are damaged and skipped",
            segment.path(),
            records,
            position);
      }
      position = to;
    }
  }

  private boolean openNext(Segment next) throws IOException {
    close();
    if (next == null) {
      return false;
    }
    open(next, SegmentHeader.BYTES, next.base());
    return true;
  }

  private void open(Segment next, long offset, long expected) throws IOException {
    try {
      file = files.openToRead(next);
      frames = new FrameScanner(file, next.sequence(), offset, expected);
    } catch (NoSuchFileException e) {
      // Trimmed meanwhile, or taken away by somebody: then its records count as missing.
      frames = FrameScanner.ofNothing();
    }
    segment = next;
  }

  /** A place in the log where a frame starts. */
  record Mark(long position, long segment, long offset) {}
}
