package io.integrationhost.host.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Records that travel in one message. Confined to the thread that delivers. */
final class Batch {

  /** Where a batch is on its way. */
  enum Progress {
    WAITING,
    IN_FLIGHT,
    /** Its records are being written aside. */
    ASIDE,
    DONE
  }

  private final List<OutgoingRecord> records;
  private final long end;
  private final Optional<Suspect> suspect;
  private final boolean cutting;
  private Progress progress = Progress.WAITING;
  private int attempts;
  private boolean refused;

  private Batch(
      List<OutgoingRecord> records, long end, Optional<Suspect> suspect, boolean cutting) {
    this.records = records;
    this.end = end;
    this.suspect = suspect;
    this.cutting = cutting;
  }

  /** A batch that was read from the spool. */
  static Batch of(List<OutgoingRecord> records) {
    return new Batch(
        new ArrayList<>(records),
        records.get(records.size() - 1).position() + 1,
        Optional.empty(),
        false);
  }

  /** What was set aside and goes on: done, it says nothing of the spool. */
  static Batch released(List<OutgoingRecord> records) {
    return new Batch(new ArrayList<>(records), 0, Optional.empty(), false);
  }

  /**
   * The place of what is written aside, before the rest of the batch it was taken from.
   *
   * @param gone the records of which nothing else is left in that batch
   */
  static Batch aside(Batch before, List<OutgoingRecord> gone) {
    Batch place = new Batch(gone, before.spoolStart(), Optional.empty(), false);
    place.moveTo(Progress.ASIDE);
    return place;
  }

  /** A message with a suspect alone, which is not in the backlog. */
  static Batch trying(Suspect suspect, OutgoingRecord outgoing) {
    return new Batch(
        List.of(outgoing), outgoing.position() + 1, Optional.of(suspect), suspect.isCutting());
  }

  /** Those next to each other become one. */
  static Batch joined(Batch first, Batch second) {
    List<OutgoingRecord> all = new ArrayList<>(first.records);
    all.addAll(second.records);
    Batch whole = new Batch(all, second.end, Optional.empty(), false);
    whole.attempts = Math.max(first.attempts, second.attempts);
    whole.refused = first.refused || second.refused;
    return whole;
  }

  List<OutgoingRecord> records() {
    return records;
  }

  int size() {
    return records.size();
  }

  long bytes() {
    return records.stream().mapToLong(outgoing -> outgoing.record().length).sum();
  }

  /** The position of the first record. */
  long start() {
    return records.isEmpty() ? end : records.get(0).position();
  }

  private long spoolStart() {
    return !records.isEmpty() && records.get(0).isReleased() ? 0 : start();
  }

  /** The position behind the last record. */
  long end() {
    return end;
  }

  boolean is(Progress expected) {
    return progress == expected;
  }

  void moveTo(Progress next) {
    progress = next;
    if (next == Progress.IN_FLIGHT) {
      attempts++;
    } else if (next == Progress.DONE) {
      records.forEach(OutgoingRecord::settled);
    }
  }

  /** Whether ThingsBoard may know of any of it. */
  boolean wasSent() {
    return attempts > 0;
  }

  boolean isRepeated() {
    return attempts > 1;
  }

  /** ThingsBoard did not want it, or not all of it. */
  void wasRefused() {
    refused = true;
  }

  boolean isAfterRefusal() {
    return refused;
  }

  /** The suspect of which this message is a try. */
  Optional<Suspect> suspect() {
    return suspect;
  }

  /** Whether it is a part of what ended sessions. */
  boolean isCutting() {
    return cutting;
  }

  /**
   * Parts that count as repeated, since the server may have taken some of the whole.
   *
   * @param cuts where a new part begins, ascending
   * @param cutting see {@link #isCutting}
   */
  List<Batch> divided(boolean cutting, int... cuts) {
    List<Batch> parts = new ArrayList<>();
    int from = 0;
    for (int i = 0; i <= cuts.length; i++) {
      int to = i == cuts.length ? records.size() : cuts[i];
      if (to > from) {
        long partEnd =
            to == records.size()
                ? end
                : records.get(to).isReleased() ? 0 : records.get(to).position();
        Batch part =
            new Batch(
                new ArrayList<>(records.subList(from, to)), partEnd, Optional.empty(), cutting);
        part.attempts = attempts;
        part.refused = refused;
        parts.add(part);
      }
      from = to;
    }
    return parts;
  }

  List<byte[]> toSend() {
    return records.stream().map(OutgoingRecord::record).toList();
  }
}
