package io.integrationhost.host.delivery;

import io.integrationhost.plugin.Receipt;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What has become of the uplinks of one transport. Safe for any thread. */
public final class UplinkCounts {

  private final LongAdder published = new LongAdder();
  private final LongAdder stored = new LongAdder();
  private final LongAdder empty = new LongAdder();
  private final Map<Receipt.Reason, LongAdder> rejected =
      Stream.of(Receipt.Reason.values())
          .collect(Collectors.toUnmodifiableMap(Function.identity(), reason -> new LongAdder()));

  UplinkCounts() {}

  public void published() {
    published.increment();
  }

  public void settled(Receipt receipt) {
    if (receipt instanceof Receipt.Rejected refusal) {
      rejected.get(refusal.reason()).increment();
    } else if (receipt instanceof Receipt.NoContent) {
      empty.increment();
    } else {
      stored.increment();
    }
  }

  void add(UplinkCounts gone) {
    published.add(gone.published.sum());
    stored.add(gone.stored.sum());
    empty.add(gone.empty.sum());
    rejected.forEach((reason, count) -> count.add(gone.rejected.get(reason).sum()));
  }

  /** A reading of all counters; not taken at one instant. */
  public Reading read() {
    return new Reading(
        published.sum(),
        stored.sum(),
        empty.sum(),
        rejected.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> entry.getValue().sum())));
  }

  /**
   * The counters.
   *
   * @param published uplinks that the transport handed over
   * @param stored uplinks that are in the spool
   * @param empty uplinks in which the converter found nothing
   * @param rejected uplinks that the host did not take, by reason
   */
  public record Reading(
      long published, long stored, long empty, Map<Receipt.Reason, Long> rejected) {}
}
