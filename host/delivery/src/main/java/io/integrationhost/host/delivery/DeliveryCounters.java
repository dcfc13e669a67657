package io.integrationhost.host.delivery;

import io.integrationhost.ground.Distribution;
import io.integrationhost.ground.Scale;
import io.integrationhost.plugin.Receipt;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** What has happened to one integration's uplinks since the host started. Safe for any thread. */
public final class DeliveryCounters {

  private final Map<String, UplinkCounts> transports = new ConcurrentHashMap<>();
  private final UplinkCounts gone = new UplinkCounts();
  private final LongAdder stored = new LongAdder();
  private final LongAdder delivered = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder resentAfterLoss = new LongAdder();
  private final LongAdder resentAfterRefusal = new LongAdder();
  private final LongAdder limitedNanos = new LongAdder();
  private final LongAdder deadLetters = new LongAdder();
  private final LongAdder missing = new LongAdder();
  private final LongAdder uncertain = new LongAdder();
  private final Distribution delays;

  /** Counters with a distribution of their own. */
  public DeliveryCounters() {
    this(new Distribution(Scale.DELAYS));
  }

  /**
   * Counters whose distribution others may share.
   *
   * @param delays from the storing of a record until ThingsBoard has accepted it
   */
  public DeliveryCounters(Distribution delays) {
    this.delays = delays;
  }

  /** Where the uplinks of a transport are counted; the same for the same name. */
  public UplinkCounts transport(String name) {
    return transports.computeIfAbsent(name, unknown -> new UplinkCounts());
  }

  /** What was counted of the uplinks of a transport; nothing when there is none. */
  public UplinkCounts.Reading uplinks(String transport) {
    return Optional.ofNullable(transports.get(transport)).orElseGet(UplinkCounts::new).read();
  }

  /** There is no such transport any more; what it counted stays in the sums. */
  public void forget(String transport) {
    UplinkCounts counts = transports.remove(transport);
    if (counts != null) {
      gone.add(counts);
    }
  }

  /** One uplink was stored, in so many records. */
  public void stored(int records) {
    stored.add(records);
  }

  /** Uplinks that were taken, with or without content. */
  public long processed() {
    return uplinks().mapToLong(each -> each.stored() + each.empty()).sum();
  }

  /** Uplinks that were not taken, but for those that a disabled integration does not want. */
  public long failed() {
    return uplinks()
        .flatMap(each -> each.rejected().entrySet().stream())
        .filter(entry -> entry.getKey() != Receipt.Reason.DISABLED)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private Stream<UplinkCounts.Reading> uplinks() {
    return Stream.concat(transports.values().stream(), Stream.of(gone)).map(UplinkCounts::read);
  }

  void delivered(int records) {
    delivered.add(records);
  }

  /**
   * These were accepted.
   *
   * @param now in milliseconds since 1970
   */
  void delivered(List<OutgoingRecord> records, long now) {
    delivered(records.size());
    long since = 0;
    int together = 0;
    // Most were stored in the same millisecond as the one before.
    for (OutgoingRecord record : records) {
      if (record.stored().appendedAt() != since) {
        waited(since, now, together);
        since = record.stored().appendedAt();
        together = 0;
      }
      together++;
    }
    waited(since, now, together);
  }

  private void waited(long since, long now, int records) {
    if (since > 0 && records > 0) {
      delays.add(TimeUnit.MILLISECONDS.toNanos(now - since), records);
    }
  }

  void refused() {
    refused.increment();
  }

  /**
   * Records are sent once more.
   *
   * @param wereRefused and not only left without an answer
   */
  void resent(int records, boolean wereRefused) {
    (wereRefused ? resentAfterRefusal : resentAfterLoss).add(records);
  }

  /** ThingsBoard takes nothing for so long, because of its limits. */
  void limited(long nanos) {
    limitedNanos.add(nanos);
  }

  void deadLetter() {
    deadLetters.increment();
  }

  void missing(long records) {
    missing.add(records);
  }

  /** ThingsBoard gave answers that nobody asked for, so that records may have been lost. */
  public void uncertain(long records) {
    uncertain.add(records);
  }

  /** Records that were stored, and left the spool without having been read. */
  public long missing() {
    return missing.sum();
  }

  /**
   * Records that may have been lost, at most, since ThingsBoard gave more answers than it was
   * asked.
   */
  public long uncertain() {
    return uncertain.sum();
  }

  /** How long nothing was sent because ThingsBoard said that too much came, in nanoseconds. */
  public long limitedNanos() {
    return limitedNanos.sum();
  }

  /** A reading of all counters; not taken at one instant. */
  public Snapshot snapshot() {
    Map<Receipt.Reason, Long> rejected = new EnumMap<>(Receipt.Reason.class);
    for (Receipt.Reason reason : Receipt.Reason.values()) {
      rejected.put(reason, 0L);
    }
    long published = 0;
    long empty = 0;
    for (UplinkCounts.Reading each : uplinks().toList()) {
      published += each.published();
      empty += each.empty();
      each.rejected().forEach((reason, count) -> rejected.merge(reason, count, Long::sum));
    }
    return new Snapshot(
        published,
        stored.sum(),
        empty,
        Map.copyOf(rejected),
        delivered.sum(),
        refused.sum(),
        resentAfterLoss.sum(),
        resentAfterRefusal.sum(),
        deadLetters.sum());
  }

  /**
   * The counters.
   *
   * @param published uplinks that transports handed over
   * @param stored records put into the spool; one uplink may give several
   * @param empty uplinks in which the converter found nothing
   * @param rejected uplinks that the host did not take, by reason
   * @param delivered records that ThingsBoard has accepted
   * @param refused answers of ThingsBoard that refused a message
   * @param resentAfterLoss records sent again after a lost session
   * @param resentAfterRefusal records sent again after a refusal
   * @param deadLetters records that ThingsBoard refuses for good
   */
  public record Snapshot(
      long published,
      long stored,
      long empty,
      Map<Receipt.Reason, Long> rejected,
      long delivered,
      long refused,
      long resentAfterLoss,
      long resentAfterRefusal,
      long deadLetters) {

    /** All uplinks that the host did not take. */
    public long allRejected() {
      return rejected.values().stream().mapToLong(Long::longValue).sum();
    }

    /** All records that were sent again. */
    public long resent() {
      return resentAfterLoss + resentAfterRefusal;
    }
  }
}
