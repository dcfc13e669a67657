package io.integrationhost.host.delivery;

import io.integrationhost.spool.Entry;
import java.util.List;

/** Records that travel in one message. Confined to the thread that delivers. */
final class Batch {

  /** Where a batch is on its way. */
  enum Progress {
    WAITING,
    IN_FLIGHT,
    DONE
  }

  private final List<Entry> entries;
  private Progress progress = Progress.WAITING;
  private int attempts;

  Batch(List<Entry> entries) {
    this.entries = entries;
  }

  int size() {
    return entries.size();
  }

  /** The position behind the last record. */
  long end() {
    return entries.get(entries.size() - 1).position() + 1;
  }

  boolean is(Progress expected) {
    return progress == expected;
  }

  void moveTo(Progress next) {
    progress = next;
    if (next == Progress.IN_FLIGHT) {
      attempts++;
    }
  }

  boolean isRepeated() {
    return attempts > 1;
  }

  byte[] only() {
    return entries.get(0).record();
  }

  /** Two halves that count as repeated, since the server may have taken a part of the whole. */
  List<Batch> halves() {
    int middle = entries.size() / 2;
    Batch first = new Batch(entries.subList(0, middle));
    Batch second = new Batch(entries.subList(middle, entries.size()));
    first.attempts = attempts;
    second.attempts = attempts;
    return List.of(first, second);
  }

  List<byte[]> items() {
    return entries.stream().map(Entry::record).toList();
  }
}
