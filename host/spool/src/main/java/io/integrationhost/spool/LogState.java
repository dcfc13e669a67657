package io.integrationhost.spool;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Which segments a log has, and how far it is trimmed. Thread-safe; never waits. */
final class LogState {

  private final List<Segment> segments = new ArrayList<>();
  private long trimmed;
  private final long firstNext;
  private long next;
  private long deleting;
  private Segment active;

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

  /** From now on records go to this segment; returns those that hold nothing, to be deleted. */
  synchronized List<Segment> roll(Segment segment) {
    Segment before = active;
    segments.add(segment);
    active = segment;
    List<Segment> removed = new ArrayList<>(trim(trimmed).removed());
    // Nothing was ever committed to it, since a write or a sync failed.
    if (before != null && before.records() == 0 && segments.remove(before)) {
      deleting += before.extent().end();
      removed.add(before);
    }
    return removed;
  }

  synchronized void commit(Segment segment, Extent extent) {
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

  /** Bytes on the disk, with what is about to be deleted. */
  synchronized long diskBytes() {
    return deleting + segments.stream().mapToLong(segment -> segment.extent().end()).sum();
  }

  synchronized long recordBytes() {
    return segments.stream().mapToLong(segment -> segment.recordBytesFrom(trimmed)).sum();
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

  /** Where the second segment begins: what dropping the oldest segment trims to. */
  synchronized long endOfOldest() {
    Segment oldest = segments.isEmpty() ? null : segments.get(0);
    return oldest == null || oldest == active ? trimmed : oldest.extent().next();
  }

  /** Moves the trim position forward and takes out the segments that hold nothing any more. */
  synchronized Trim trim(long position) {
    long bytesBefore = recordBytes();
    long target = Math.max(trimmed, Math.min(position, next));
    long records = target - trimmed;
    trimmed = target;
    long bytes = bytesBefore - recordBytes();
    List<Segment> removed = new ArrayList<>();
    Iterator<Segment> all = segments.iterator();
    while (all.hasNext()) {
      Segment segment = all.next();
      if (segment == active || segment.extent().next() > trimmed) {
        break;
      }
      all.remove();
      removed.add(segment);
      deleting += segment.extent().end();
    }
    return new Trim(records, bytes, removed);
  }

  synchronized boolean holds(Segment segment) {
    return segments.contains(segment);
  }

  synchronized void deleted(Segment segment) {
    deleting -= segment.extent().end();
  }

  /** What a move of the trim position took out; the segments are to be deleted. */
  record Trim(long records, long bytes, List<Segment> removed) {}
}
