package io.integrationhost.spool;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Which segments a log has, and how far it is trimmed. Thread-safe; never waits. */
final class LogState {

  private final List<Segment> segments = new ArrayList<>();

  /** Segments that hold nothing any more, until their files are deleted. */
  private final Deque<Segment> condemned = new ArrayDeque<>();

  private long trimmed;
  private final long firstNext;
  private long next;
  private Segment active;

  /** The position whose time is known, and the time; that of the oldest record once it is noted. */
  private long timedPosition = -1;

  private long time;

  /**
   * @param segments that were found, oldest first; none of them is written again
   * @param next the position of the next record
   */
  LogState(List<Segment> segments, long trimmed, long next) {
    this.segments.addAll(segments);
    this.next = next;
    this.firstNext = next;
    this.trimmed =
        Math.min(next, Math.max(trimmed, segments.isEmpty() ? next : segments.get(0).base()));
  }

  /** From now on records go to this segment. */
  synchronized void roll(Segment segment) {
    Segment before = active;
    segments.add(segment);
    active = segment;
    takeOut();
    // Nothing was ever committed to it, since a write or a sync failed.
    if (before != null && before.records() == 0 && segments.contains(before)) {
      condemned.add(before);
      segments.remove(before);
    }
  }

  /** Another file takes the place of one that is gone, and holds what can be saved of it. */
  synchronized void replace(Segment gone, Segment segment) {
    segments.set(segments.indexOf(gone), segment);
    active = segment;
  }

  /**
   * @param appendedAt the time of the first record, in milliseconds since 1970
   */
  synchronized void commit(Segment segment, Extent extent, long appendedAt) {
    if (trimmed == next) {
      timedPosition = next;
      time = appendedAt;
    }
    segment.commit(extent);
    next = extent.next();
  }

  synchronized long next() {
    return next;
  }

  /** The next position when the log was opened. */
  long firstNext() {
    return firstNext;
  }

  synchronized long trimmed() {
    return trimmed;
  }

  synchronized boolean isActive(Segment segment) {
    return segment == active;
  }

  /** The newest segment; null when there is none. */
  synchronized Segment newest() {
    return segments.isEmpty() ? null : segments.get(segments.size() - 1);
  }

  synchronized List<Segment> all() {
    return List.copyOf(segments);
  }

  /** Bytes on the disk, with what is about to be deleted. */
  synchronized long diskBytes() {
    long bytes = 0;
    for (Segment segment : segments) {
      bytes += segment.extent().end();
    }
    for (Segment segment : condemned) {
      bytes += segment.extent().end();
    }
    return bytes;
  }

  synchronized long recordBytes() {
    long bytes = 0;
    for (Segment segment : segments) {
      bytes += segment.recordBytesFrom(trimmed);
    }
    return bytes;
  }

  /**
   * When the oldest record was appended; for a moment after a trim still what it was before. Empty
   * when there is none, or it has not been looked up yet.
   */
  synchronized Optional<Instant> oldest() {
    return trimmed == next || timedPosition < 0
        ? Optional.empty()
        : Optional.of(Instant.ofEpochMilli(time));
  }

  /** Whether the time of the oldest record is to be looked up. */
  synchronized boolean needsOldest() {
    return trimmed != next && timedPosition != trimmed;
  }

  synchronized void noteOldest(long position, long appendedAt) {
    timedPosition = position;
    time = appendedAt;
  }

  /** The segment that holds the position or, when it is lost, the next one that holds records. */
  synchronized Segment holding(long position) {
    for (Segment segment : segments) {
      if (segment.extent().next() > position || segment == active) {
        return segment;
      }
    }
    return null;
  }

  synchronized Segment after(Segment segment) {
    for (Segment other : segments) {
      if (other.sequence() > segment.sequence()) {
        return other;
      }
    }
    return null;
  }

  /**
   * Makes room by giving up the oldest segment. Does nothing while room is being made already: one
   * segment is dropped at a time, and none for want of patience.
   */
  synchronized Trim dropOldest() {
    Segment oldest = segments.isEmpty() ? null : segments.get(0);
    boolean none = oldest == null || oldest == active || !condemned.isEmpty();
    return trim(none ? trimmed : oldest.extent().next());
  }

  /** Moves the trim position forward and takes out the segments that hold nothing any more. */
  synchronized Trim trim(long position) {
    long bytesBefore = recordBytes();
    long target = Math.max(trimmed, Math.min(position, next));
    long records = target - trimmed;
    trimmed = target;
    Trim trim = new Trim(records, bytesBefore - recordBytes());
    takeOut();
    return trim;
  }

  synchronized boolean holds(Segment segment) {
    return segments.contains(segment);
  }

  /** The next segment whose file is to be deleted; null when there is none. */
  synchronized Segment condemned() {
    return condemned.peekFirst();
  }

  synchronized void deleted(Segment segment) {
    condemned.remove(segment);
  }

  private void takeOut() {
    while (!segments.isEmpty()) {
      Segment segment = segments.get(0);
      if (segment == active || segment.extent().next() > trimmed) {
        return;
      }
      // In this order: without memory for the one, the other is not done either.
      condemned.add(segment);
      segments.remove(0);
    }
  }

  /** What a move of the trim position took out. */
  record Trim(long records, long bytes) {}
}
