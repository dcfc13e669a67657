package io.integrationhost.host.front;

import io.integrationhost.spool.SpoolStats;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells in the log when readings begin to wait for ThingsBoard, when they take a tenth of what the
 * spool may hold, and when none waits any more. For one thread.
 */
final class BacklogLog {

  /** A reading that waits so long is not just passing through. */
  static final Duration LONG = Duration.ofSeconds(10);

  /** With readings that keep coming there is always one that waits a little. */
  private static final Duration SHORT = Duration.ofSeconds(2);

  private static final Logger log = LoggerFactory.getLogger(BacklogLog.class);
  private static final int PART = 10;

  private final String integration;
  private final Clock clock;
  private Optional<Instant> begun = Optional.empty();
  private boolean large;

  BacklogLog(String integration, Clock clock) {
    this.integration = integration;
    this.clock = clock;
  }

  void look(SpoolStats stats) {
    Optional<Duration> age =
        stats
            .oldest()
            .filter(time -> stats.records() > 0)
            .map(time -> Duration.between(time, clock.instant()));
    if (stats.records() > 0 && age.isEmpty()) {
      // It was not looked up yet.
      return;
    }
    Duration oldest = age.orElse(Duration.ZERO);
    boolean waits = oldest.compareTo(begun.isEmpty() ? LONG : SHORT) >= 0;
    if (waits && begun.isEmpty()) {
      begun = stats.oldest();
      log.info(
          "integration '{}': a backlog begins: {} readings wait for ThingsBoard, the oldest for {} s",
          integration,
          stats.records(),
          oldest.toSeconds());
    }
    if (waits && !large && stats.diskBytes() > stats.maxBytes() / PART) {
      large = true;
      log.warn(
          "integration '{}': the backlog takes more than a tenth of the spool: {} readings, {} of {}"
              + " bytes (spool.max-size); devices have to wait when it is full",
          integration,
          stats.records(),
          stats.diskBytes(),
          stats.maxBytes());
    }
    if (!waits && begun.isPresent()) {
      log.info(
          "integration '{}': the backlog is gone; its first reading had waited {} s",
          integration,
          Duration.between(begun.get(), clock.instant()).toSeconds());
      begun = Optional.empty();
      large = false;
    }
  }
}
