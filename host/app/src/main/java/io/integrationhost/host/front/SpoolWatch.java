package io.integrationhost.host.front;

import io.integrationhost.spool.ReadingLog;
import io.integrationhost.spool.SpoolHealth;
import io.integrationhost.spool.SpoolLosses;
import io.integrationhost.spool.SpoolStats;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks whether a spool stores, and logs what it lost since the last look, and what waits. */
final class SpoolWatch {

  private static final Logger log = LoggerFactory.getLogger(SpoolWatch.class);

  private final String integration;
  private final ReadingLog spool;
  private final Supplier<Optional<String>> host;
  private final Supplier<Optional<String>> delivery;
  private final BacklogLog backlog;
  private Optional<SpoolLosses> known = Optional.empty();

  /**
   * A watch.
   *
   * @param host what is wrong with the process as a whole, which nothing can store without
   * @param delivery what keeps the readings from leaving, for people
   */
  SpoolWatch(
      String integration,
      ReadingLog spool,
      Supplier<Optional<String>> host,
      Supplier<Optional<String>> delivery,
      Clock clock) {
    this.backlog = new BacklogLog(integration, clock);
    this.host = host;
    this.integration = integration;
    this.spool = spool;
    this.delivery = delivery;
  }

  /**
   * What keeps readings from being stored or delivered, or the process from working at all, for
   * people; empty when nothing does.
   */
  Optional<String> look() {
    Optional<String> storing = storing();
    Optional<String> leaving = delivery.get();
    return storing.isPresent() && leaving.isPresent()
        ? Optional.of(storing.get() + "; " + leaving.get())
        : storing.or(() -> leaving);
  }

  private Optional<String> storing() {
    SpoolStats stats = spool.stats();
    backlog.look(stats);
    if (!known.equals(Optional.of(stats.losses()))) {
      report(stats.losses());
      known = Optional.of(stats.losses());
    }
    if (stats.health().state() == SpoolHealth.State.OK) {
      return full(stats).or(host);
    }
    return Optional.of("spool: " + stats.health().reason());
  }

  private static Optional<String> full(SpoolStats stats) {
    boolean waits = stats.waiting() > 0 && stats.diskBytes() > stats.maxBytes() * 9 / 10;
    return waits
        ? Optional.of(
            "spool: full with %d readings; devices wait until ThingsBoard takes some (spool.max-size)"
                .formatted(stats.records()))
        : Optional.empty();
  }

  private void report(SpoolLosses losses) {
    long lost = losses.overflowRecords() + losses.expiredRecords() + losses.damagedRecords();
    if (lost > 0) {
      log.warn(
          "integration '{}': readings lost since the start: {} dropped from the full spool, {} older"
              + " than spool.max-age, {} damaged on the disk ({} bytes)",
          integration,
          losses.overflowRecords(),
          losses.expiredRecords(),
          losses.damagedRecords(),
          losses.damagedBytes());
    }
  }
}
