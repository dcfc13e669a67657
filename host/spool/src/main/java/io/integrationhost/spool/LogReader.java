package io.integrationhost.spool;

import io.integrationhost.spool.LogScan.Mark;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/**
 * The read position of a log. Remembers places it has passed, so that going back to the first
 * record that is not trimmed reads no more than {@value #MARK_DISTANCE} bytes in vain.
 */
final class LogReader {

  private static final int MARK_DISTANCE = 64 << 10;

  private final SegmentFiles files;
  private final LogState state;
  private final LogScan scan;
  private final NavigableMap<Long, Mark> marks = new ConcurrentSkipListMap<>();
  private final AtomicBoolean dry = new AtomicBoolean(true);
  private Mark lastMark;
  private Frame held;
  private boolean closed;

  LogReader(SegmentFiles files, LogState state, Losses losses) {
    this.files = files;
    this.state = state;
    this.scan = new LogScan(files, state, losses);
  }

  /**
   * A read that takes all there is counts as dry at once. What fails behind records that were taken
   * already fails the next call: none is lost.
   */
  synchronized List<StoredRecord> read(int maxRecords, long maxBytes) throws IOException {
    List<StoredRecord> records = new ArrayList<>();
    if (closed || maxRecords < 1) {
      return records;
    }
    while (collect(records, maxRecords, maxBytes)) {
      dry.set(true);
      if (scan.position() >= state.next() || !dry.compareAndSet(true, false)) {
        return records;
      }
      // A commit that came before the reader counted as dry has told nobody.
    }
    return records;
  }

  /** Whether the reader waits to be told; it is told once. */
  boolean takeDry() {
    return dry.compareAndSet(true, false);
  }

  void markDry() {
    dry.set(true);
  }

  synchronized boolean hasUnread() {
    return !closed && (held != null || scan.position() < state.next());
  }

  /** Whether all was read, and the reader is told of what comes next. */
  synchronized boolean isDry() {
    return !hasUnread() && dry.get();
  }

  synchronized void rewind() throws IOException {
    held = null;
    lastMark = null;
    long target = state.trimmed();
    Mark near = floor(target);
    marks.tailMap(target, false).clear();
    scan.seek(target, near);
  }

  /** The first record that is not trimmed; null when there is none. */
  Frame oldest() throws IOException {
    long target = state.trimmed();
    if (target == state.next()) {
      return null;
    }
    try (LogScan head = new LogScan(files, state, new Losses())) {
      head.seek(target, floor(target));
      return head.next();
    }
  }

  /** The first record that is not trimmed, comes before the limit and is not such; else null. */
  Frame firstNot(Predicate<Frame> such, long limit) throws IOException {
    long target = state.trimmed();
    try (LogScan head = new LogScan(files, state, new Losses())) {
      head.seek(target, floor(target));
      for (Frame frame = head.next();
          frame != null && frame.position() < limit;
          frame = head.next()) {
        if (!such.test(frame)) {
          return frame;
        }
      }
      return null;
    }
  }

  /** Forgets places that are no longer needed. */
  void trimmed() {
    Long first = marks.floorKey(state.trimmed());
    if (first != null) {
      marks.headMap(first).clear();
    }
  }

  synchronized void close() {
    closed = true;
    held = null;
    marks.clear();
    scan.close();
  }

  /** Whether that was all there is now. */
  private boolean collect(List<StoredRecord> records, int maxRecords, long maxBytes)
      throws IOException {
    try {
      return take(records, maxRecords, maxBytes);
    } catch (IOException | RuntimeException | Error e) {
      if (records.isEmpty()) {
        throw e;
      }
      return false;
    }
  }

  private boolean take(List<StoredRecord> records, int maxRecords, long maxBytes)
      throws IOException {
    long room = maxBytes;
    for (StoredRecord taken : records) {
      room -= taken.record().length;
    }
    while (records.size() < maxRecords) {
      // Held until it is handed out: what fails in between does not lose it.
      held = held != null ? held : scan.next();
      if (held == null) {
        return true;
      }
      if (held.position() >= state.trimmed()) {
        room -= held.record().length;
        if (room < 0 && !records.isEmpty()) {
          return false;
        }
        records.add(new StoredRecord(held.position(), held.record(), held.time()));
        held = null;
        remember();
      }
      held = null;
    }
    return false;
  }

  private void remember() {
    Mark mark = scan.mark();
    if (mark != null
        && (lastMark == null
            || lastMark.segment() != mark.segment()
            || lastMark.offset() + MARK_DISTANCE <= mark.offset())) {
      lastMark = mark;
      marks.put(mark.position(), mark);
    }
  }

  private Mark floor(long position) {
    Map.Entry<Long, Mark> entry = marks.floorEntry(position);
    return entry == null ? null : entry.getValue();
  }
}
