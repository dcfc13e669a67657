package io.integrationhost.host.downlink;

import java.time.Duration;
import java.util.Objects;

/**
 * How many downlinks of one integration wait for their devices, and how long each.
 *
 * @param timeToLive zero: none wait
 * @param maxWaiting 0: none wait; the oldest gives way to one too many
 */
public record WaitingLimits(Duration timeToLive, int maxWaiting) {

  /** More would be more files in one directory than is good for it. */
  public static final int MOST = 100_000;

  /** Of payloads and metadata, whatever their number: they are in memory too. */
  static final long MAX_BYTES = 16L << 20;

  public WaitingLimits {
    Objects.requireNonNull(timeToLive, "timeToLive");
    if (timeToLive.isNegative() || maxWaiting < 0 || maxWaiting > MOST) {
      throw new IllegalArgumentException(
          "downlinks wait for 0 s or more, and 0 to " + MOST + " of them");
    }
  }

  /** What ThingsBoard's own integrations have: a day, and a thousand (facts 8.1). */
  public static WaitingLimits defaults() {
    return new WaitingLimits(Duration.ofHours(24), 1_000);
  }

  boolean isNone() {
    return maxWaiting == 0 || timeToLive.isZero();
  }
}
