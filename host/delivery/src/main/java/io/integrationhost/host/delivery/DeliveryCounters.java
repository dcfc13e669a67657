package io.integrationhost.host.delivery;

import io.integrationhost.plugin.Receipt;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What has happened to one integration's uplinks since the host started. Safe for any thread. */
public final class DeliveryCounters {

  private final LongAdder published = new LongAdder();
  private final LongAdder stored = new LongAdder();
  private final LongAdder storedUplinks = new LongAdder();
  private final LongAdder empty = new LongAdder();
  private final LongAdder delivered = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder resent = new LongAdder();
  private final LongAdder deadLetters = new LongAdder();
  private final LongAdder missing = new LongAdder();
  private final LongAdder uncertain = new LongAdder();
  private final Map<Receipt.Reason, LongAdder> rejected =
      Stream.of(Receipt.Reason.values())
          .collect(Collectors.toUnmodifiableMap(Function.identity(), reason -> new LongAdder()));

  public void published() {
    published.increment();
  }

  public void settled(Receipt receipt) {
    if (receipt instanceof Receipt.Rejected refusal) {
      rejected.get(refusal.reason()).increment();
    } else if (receipt instanceof Receipt.NoContent) {
      empty.increment();
    }
  }

  /** One uplink was stored, in so many items. */
  public void stored(int items) {
    stored.add(items);
    storedUplinks.increment();
  }

  /** Uplinks that were taken, with or without content. */
  public long processed() {
    return storedUplinks.sum() + empty.sum();
  }

  /** Uplinks that were not taken, but for those that a disabled integration does not want. */
  public long failed() {
    return rejected.entrySet().stream()
        .filter(entry -> entry.getKey() != Receipt.Reason.DISABLED)
        .mapToLong(entry -> entry.getValue().sum())
        .sum();
  }

  void delivered(int items) {
    delivered.add(items);
  }

  void refused() {
    refused.increment();
  }

  void resent(int items) {
    resent.add(items);
  }

  void deadLetter() {
    deadLetters.increment();
  }

  void missing(long items) {
    missing.add(items);
  }

  /** ThingsBoard gave answers that nobody asked for, so that items may have been lost. */
  public void uncertain(long items) {
    uncertain.add(items);
  }

  /** Items that were stored, and left the spool without having been read. */
  public long missing() {
    return missing.sum();
  }

  /**
   * Items that may have been lost, at most, since ThingsBoard gave more answers than it was asked.
   */
  public long uncertain() {
    return uncertain.sum();
  }

  /** A reading of all counters; not taken at one instant. */
  public Snapshot snapshot() {
    return new Snapshot(
        published.sum(),
        stored.sum(),
        empty.sum(),
        rejected.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> entry.getValue().sum())),
        delivered.sum(),
        refused.sum(),
        resent.sum(),
        deadLetters.sum());
  }

  /**
   * The counters.
   *
   * @param published uplinks that transports handed over
   * @param stored items put into the spool; one uplink may give several
   * @param empty uplinks in which the converter found nothing
   * @param rejected uplinks that the host did not take, by reason
   * @param delivered items that ThingsBoard has accepted
   * @param refused answers of ThingsBoard that refused a message
   * @param resent items sent again after a lost session or a refusal
   * @param deadLetters items that ThingsBoard refuses for good
   */
  public record Snapshot(
      long published,
      long stored,
      long empty,
      Map<Receipt.Reason, Long> rejected,
      long delivered,
      long refused,
      long resent,
      long deadLetters) {

    /** All uplinks that the host did not take. */
    public long allRejected() {
      return rejected.values().stream().mapToLong(Long::longValue).sum();
    }
  }
}
