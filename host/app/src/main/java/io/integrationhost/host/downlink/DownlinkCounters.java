package io.integrationhost.host.downlink;

import java.util.concurrent.atomic.LongAdder;

/** What has happened to one integration's downlinks since the start. Safe for any thread. */
public final class DownlinkCounters {

  private final LongAdder sent = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder expired = new LongAdder();
  private volatile int waiting;

  void sent() {
    sent.increment();
  }

  void failed() {
    failed.increment();
  }

  void expired() {
    expired.increment();
  }

  void waiting(int now) {
    waiting = now;
  }

  /** A reading of all counters; not taken at one instant. */
  public Snapshot snapshot() {
    return new Snapshot(sent.sum(), failed.sum(), expired.sum(), waiting);
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
}
