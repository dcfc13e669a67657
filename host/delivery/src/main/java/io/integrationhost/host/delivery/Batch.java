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

  private final List<Item> items;
  private final long end;
  private final Optional<Suspect> suspect;
  private final boolean cutting;
  private Progress progress = Progress.WAITING;
  private int attempts;

  private Batch(List<Item> items, long end, Optional<Suspect> suspect, boolean cutting) {
    this.items = items;
    this.end = end;
    this.suspect = suspect;
    this.cutting = cutting;
  }

  /** A batch that was read from the spool. */
  static Batch of(List<Item> items) {
    return new Batch(
        new ArrayList<>(items),
        items.get(items.size() - 1).position() + 1,
        Optional.empty(),
        false);
  }

  /** What was set aside and goes on: done, it says nothing of the spool. */
  static Batch released(List<Item> items) {
    return new Batch(new ArrayList<>(items), 0, Optional.empty(), false);
  }

  /**
   * The place of what is written aside, before the rest of the batch it was taken from.
   *
   * @param gone the items of which nothing else is left in that batch
   */
  static Batch aside(Batch before, List<Item> gone) {
    Batch place = new Batch(gone, before.spoolStart(), Optional.empty(), false);
    place.moveTo(Progress.ASIDE);
    return place;
  }

  /** A message with a suspect alone, which is not in the backlog. */
  static Batch trying(Suspect suspect, Item item) {
    return new Batch(List.of(item), item.position() + 1, Optional.of(suspect), suspect.isCutting());
  }

  /** Those next to each other become one. */
  static Batch joined(Batch first, Batch second) {
    List<Item> all = new ArrayList<>(first.items);
    all.addAll(second.items);
    Batch whole = new Batch(all, second.end, Optional.empty(), false);
    whole.attempts = Math.max(first.attempts, second.attempts);
    return whole;
  }

  List<Item> items() {
    return items;
  }

  int size() {
    return items.size();
  }

  long bytes() {
    return items.stream().mapToLong(item -> item.record().length).sum();
  }

  /** The position of the first record. */
  long start() {
    return items.isEmpty() ? end : items.get(0).position();
  }

  private long spoolStart() {
    return !items.isEmpty() && items.get(0).isReleased() ? 0 : start();
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
      items.forEach(Item::settled);
    }
  }

  /** Whether ThingsBoard may know of any of it. */
  boolean wasSent() {
    return attempts > 0;
  }

  boolean isRepeated() {
    return attempts > 1;
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
      int to = i == cuts.length ? items.size() : cuts[i];
      if (to > from) {
        long partEnd =
            to == items.size() ? end : items.get(to).isReleased() ? 0 : items.get(to).position();
        Batch part =
            new Batch(new ArrayList<>(items.subList(from, to)), partEnd, Optional.empty(), cutting);
        part.attempts = attempts;
        parts.add(part);
      }
      from = to;
    }
    return parts;
  }

  List<byte[]> records() {
    return items.stream().map(Item::record).toList();
  }
}
