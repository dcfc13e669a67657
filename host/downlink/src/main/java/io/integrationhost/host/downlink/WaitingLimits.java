package io.integrationhost.host.downlink;

import java.time.Duration;
import java.util.Objects;

/**
 * How many downlinks of one integration wait for their devices, and how long each.
 *
 * @param timeToLive zero: none wait
 * @param maxWaiting 0: none wait; the oldest gives way to one too many
 * @param attempts how often one is sent that nobody confirms, at most
 * @param refusals how often one may be refused although its device was heard
 */
public record WaitingLimits(Duration timeToLive, int maxWaiting, int attempts, int refusals) {

  /** As many attempts as a host allows that says nothing. */
  public static final int DEFAULT_ATTEMPTS = 5;

  /** As many refusals as a host allows that says nothing. */
  public static final int DEFAULT_REFUSALS = 20;

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
    if (attempts < 1 || refusals < 1) {
      throw new IllegalArgumentException("a downlink has one attempt and one refusal, or more");
    }
  }

  /** With as many attempts and refusals as a host allows that says nothing. */
  public WaitingLimits(Duration timeToLive, int maxWaiting) {
    this(timeToLive, maxWaiting, DEFAULT_ATTEMPTS, DEFAULT_REFUSALS);
  }

  /** What ThingsBoard's own integrations have: a day, and a thousand (facts 8.1). */
  public static WaitingLimits defaults() {
    return new WaitingLimits(Duration.ofHours(24), 1_000);
  }

  /** How a report begins of one that is not tried any more. */
  String ending(Tries tries) {
    return tries.unconfirmed() >= attempts
        ? "nobody confirmed it in " + tries.unconfirmed() + " attempts (downlinks.attempts): "
        : "it was refused "
            + tries.refused()
            + " times although its device was heard (downlinks.refusals): ";
  }

  boolean isNone() {
    return maxWaiting == 0 || timeToLive.isZero();
  }
}
