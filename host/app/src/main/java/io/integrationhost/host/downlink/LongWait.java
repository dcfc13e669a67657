package io.integrationhost.host.downlink;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Says once an hour that downlinks wait for more than one. Confined to the control thread. */
final class LongWait {

  private static final Duration LONG = Duration.ofHours(1);

  private Instant told = Instant.MIN;

  /**
   * What is to be told now.
   *
   * @param waiting how many wait
   */
  Optional<String> notice(WaitingDownlink oldest, int waiting, Instant now) {
    boolean lately = told.isBefore(now) && now.isBefore(told.plus(LONG));
    if (lately || !oldest.isExpired(now, LONG)) {
      return Optional.empty();
    }
    told = now;
    return Optional.of(
        "waits since "
            + oldest.since()
            + ", as the oldest of "
            + waiting
            + "; see whether the device is connected");
  }
}
