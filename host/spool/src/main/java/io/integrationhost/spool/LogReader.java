package io.integrationhost.spool;

import io.integrationhost.spool.LogScan.Mark;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;

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

  synchronized List<Entry> read(int maxRecords, long maxBytes) throws IOException {
    List<Entry> entries = new ArrayList<>();
    if (closed || maxRecords < 1) {
      return entries;
    }
    collect(entries, maxRecords, maxBytes);
    while (entries.isEmpty()) {
      dry.set(true);
      if (scan.position() >= state.next() || !dry.compareAndSet(true, false)) {
        return entries;
      }
      // A commit that came before the reader counted as dry has told nobody.
      collect(entries, maxRecords, maxBytes);
    }
    return entries;
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

  synchronized void rewind() throws IOException {
    held = null;
    lastMark = null;
    long target = state.trimmed();
    Mark near = floor(target);
    marks.tailMap(target, false).clear();
    scan.seek(target, near);
  }

  /** When the oldest record was appended, in milliseconds since 1970; -1 when there is none. */
  long oldest() throws IOException {
    long target = state.trimmed();
    if (target == state.next()) {
      return -1;
    }
    try (LogScan head = new LogScan(files, state, new Losses())) {
      head.seek(target, floor(target));
      Frame first = head.next();
      return first == null ? -1 : first.time();
    }
  }

  /** The position of the first record that was appended at the time or later. */
  long firstSince(long time) throws IOException {
    long target = state.trimmed();
    try (LogScan head = new LogScan(files, state, new Losses())) {
      head.seek(target, floor(target));
      Frame frame = head.next();
      while (frame != null && frame.time() < time) {
        frame = head.next();
      }
      return frame == null ? head.position() : frame.position();
    }
  }

  /** Forgets places that are no longer needed. */
  void trimmed() {
    Long first = marks.floorKey(state.trimmed());
    if (first != null) {
      marks.headMap(first).clear();
    }
  }

  synchronized void close() throws IOException {
    closed = true;
    held = null;
    marks.clear();
    scan.close();
  }

  private void collect(List<Entry> entries, int maxRecords, long maxBytes) throws IOException {
    long room = maxBytes;
    while (entries.size() < maxRecords) {
      Frame frame = held != null ? held : scan.next();
      held = null;
      if (frame == null) {
        return;
      }
      if (frame.position() < state.trimmed()) {
        continue;
      }
      room -= frame.record().length;
      if (room < 0 && !entries.isEmpty()) {
        held = frame;
        return;
      }
      entries.add(new Entry(frame.position(), frame.record()));
      remember();
    }
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
