package io.integrationhost.host.downlink;

import io.integrationhost.ground.Distribution;
import io.integrationhost.ground.Scale;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** What has happened to one integration's downlinks since the start. Safe for any thread. */
public final class DownlinkCounters {

  private final LongAdder received = new LongAdder();
  private final Map<DownlinkEnd, LongAdder> ends = new EnumMap<>(DownlinkEnd.class);
  private final Distribution handovers;
  private volatile int waiting;
  private volatile long waitingBytes;

  /** Counters with a distribution of their own. */
  public DownlinkCounters() {
    this(new Distribution(Scale.DELAYS));
  }

  /**
   * Counters whose distribution others may share.
   *
   * @param handovers from the coming of a downlink until the device's connection has it
   */
  public DownlinkCounters(Distribution handovers) {
    this.handovers = handovers;
    for (DownlinkEnd end : DownlinkEnd.values()) {
      ends.put(end, new LongAdder());
    }
  }

  void received() {
    received.increment();
  }

  /** The device's connection has one that came so many milliseconds ago. */
  void sent(long millis) {
    ended(DownlinkEnd.SENT);
    handovers.add(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  void ended(DownlinkEnd end) {
    ends.get(end).increment();
  }

  void waiting(int now, long bytes) {
    waiting = now;
    waitingBytes = bytes;
  }

  /** A reading of all counters; not taken at one instant. */
  public Snapshot snapshot() {
    long failed = 0;
    for (DownlinkEnd end : DownlinkEnd.values()) {
      if (end != DownlinkEnd.SENT && end != DownlinkEnd.EXPIRED) {
        failed += ends.get(end).sum();
      }
    }
    return new Snapshot(
        ends.get(DownlinkEnd.SENT).sum(), failed, ends.get(DownlinkEnd.EXPIRED).sum(), waiting);
  }

  /** The same in all detail. */
  public Reading read() {
    Map<DownlinkEnd, Long> sums = new EnumMap<>(DownlinkEnd.class);
    ends.forEach((end, count) -> sums.put(end, count.sum()));
    return new Reading(received.sum(), sums, waiting, waitingBytes);
  }

  /**
   * The counters.
   *
   * @param sent handed to a device's connection
   * @param failed not sent, and not because of their time
   * @param expired waited as long as they may
   * @param waiting wait now
   */
  public record Snapshot(long sent, long failed, long expired, int waiting) {}

  /**
   * The counters in all detail.
   *
   * @param received came from ThingsBoard
   * @param ends converted ones by what became of them; one that came may give several, or none
   * @param waiting wait now
   * @param waitingBytes what these take
   */
  public record Reading(
      long received, Map<DownlinkEnd, Long> ends, int waiting, long waitingBytes) {}
}
