package io.integrationhost.host.deadletter;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/** What became of the dead letters of one integration since the host started. Any thread reads. */
public final class LetterCounts {

  private final Kind readings = new Kind();
  private final Kind payloads = new Kind();
  private final LongAdder lost = new LongAdder();

  /** Of letters that were acknowledged, or of those that were not. */
  private static final class Kind {
    private final LongAdder added = new LongAdder();
    private final LongAdder evicted = new LongAdder();
    private final LongAdder replayed = new LongAdder();
    private volatile Optional<Stock> stock = Optional.empty();
    private volatile long purged;

    /** Those below belong to the writer's thread. */
    private long left;

    private long alreadyLeaving;

    private Figures figures() {
      return new Figures(stock, added.sum(), replayed.sum(), evicted.sum(), purged);
    }
  }

  LetterCounts() {}

  private Kind of(LetterId id) {
    return id.wasAcknowledged() ? readings : payloads;
  }

  void added(LetterId id) {
    of(id).added.increment();
  }

  void evicted(LetterId id) {
    of(id).evicted.increment();
  }

  void replayed(LetterId id) {
    of(id).replayed.increment();
  }

  void lost() {
    lost.increment();
  }

  void stock(Stock ofReadings, Stock ofPayloads) {
    readings.stock = Optional.of(ofReadings);
    payloads.stock = Optional.of(ofPayloads);
  }

  /** Somebody had asked for these to be delivered again before this start. */
  void leavingAtStart(Set<LetterId> leaving) {
    leaving.forEach(id -> of(id).alreadyLeaving++);
  }

  /**
   * Letters were taken out of the folder, or put back, by somebody else. What does not wait to be
   * delivered again, and was not, has been purged.
   *
   * @param leaving all that wait to be delivered again
   */
  void changedByOthers(Set<LetterId> gone, Set<LetterId> back, Set<LetterId> leaving) {
    gone.forEach(id -> of(id).left++);
    back.forEach(id -> of(id).left--);
    purged(readings, leaving.stream().filter(id -> of(id) == readings).count());
    purged(payloads, leaving.stream().filter(id -> of(id) == payloads).count());
  }

  private static void purged(Kind kind, long leaving) {
    long toBeReplayed = kind.replayed.sum() + leaving - kind.alreadyLeaving;
    kind.purged = Math.max(kind.purged, kind.left - toBeReplayed);
  }

  /** Readings that were acknowledged and that ThingsBoard refuses for good. */
  public Figures readings() {
    return readings.figures();
  }

  /** Payloads that could not be converted, and whose devices know it. */
  public Figures payloads() {
    return payloads.figures();
  }

  /** Payloads that were never written. */
  public long lostPayloads() {
    return lost.sum();
  }

  /**
   * What a folder holds of one kind.
   *
   * @param bytes of the files
   */
  public record Stock(long letters, long bytes) {}

  /**
   * Letters of one kind.
   *
   * @param stock what was there when it was looked at last; empty before the first look
   * @param added written
   * @param replayed delivered again
   * @param evicted removed to make room
   * @param purged removed by a person, as far as was seen
   */
  public record Figures(
      Optional<Stock> stock, long added, long replayed, long evicted, long purged) {}
}
