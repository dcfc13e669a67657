package io.integrationhost.spool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The appends that are not stored yet, in order. The committer claims some, and they stay in the
 * queue until they are stored or have failed.
 */
final class AppendQueue {

  private final String spool;
  private final int maxRecords;
  private final long maxBytes;
  private final Deque<Append> appends = new ArrayDeque<>();
  private long bytes;
  private int claimed;
  private boolean closed;

  AppendQueue(String spool, int maxRecords, long maxBytes) {
    this.spool = spool;
    this.maxRecords = maxRecords;
    this.maxBytes = maxBytes;
  }

  /** Returns why the append cannot wait here; null when it was added. */
  synchronized SpoolException add(Append append) {
    if (closed) {
      return SpoolFailures.closed(spool);
    }
    int length = append.record().length;
    if (appends.size() >= maxRecords || (bytes + length > maxBytes && !appends.isEmpty())) {
      return SpoolFailures.tooManyWaiting(spool, appends.size());
    }
    appends.add(append);
    bytes += length;
    return null;
  }

  synchronized int size() {
    return appends.size();
  }

  synchronized boolean isEmpty() {
    return appends.isEmpty();
  }

  /** What the first append takes on the disk; 0 when there is none. */
  synchronized int firstFrameBytes() {
    return appends.isEmpty() ? 0 : appends.getFirst().frameBytes();
  }

  /** The first appends, as many as fit. */
  synchronized List<Append> claim(long frameBytes) {
    List<Append> fitting = new ArrayList<>();
    long left = frameBytes;
    for (Append append : appends) {
      left -= append.frameBytes();
      if (left < 0) {
        break;
      }
      fitting.add(append);
    }
    claimed = fitting.size();
    return fitting;
  }

  /** Takes out the claimed appends. */
  synchronized void removeClaimed() {
    for (; claimed > 0; claimed--) {
      bytes -= appends.removeFirst().record().length;
    }
  }

  /** Leaves the claimed appends in the queue, for another attempt. */
  synchronized void unclaim() {
    claimed = 0;
  }

  /** Leaves the claimed appends in the queue; returns those that nobody will store any more. */
  synchronized List<Append> release() {
    claimed = 0;
    return closed ? drain() : List.of();
  }

  /** Returns the appends that are not claimed; these will not be stored. */
  synchronized List<Append> close() {
    closed = true;
    List<Append> kept = new ArrayList<>();
    for (int i = 0; i < claimed; i++) {
      kept.add(appends.removeFirst());
    }
    List<Append> refused = drain();
    for (Append append : kept) {
      appends.add(append);
      bytes += append.record().length;
    }
    return refused;
  }

  private List<Append> drain() {
    List<Append> all = List.copyOf(appends);
    appends.clear();
    bytes = 0;
    return all;
  }
}
