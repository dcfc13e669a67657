package io.integrationhost.host.delivery;

import io.integrationhost.ground.RateLimitedLog;
import io.integrationhost.spool.ReadingLog;
import io.integrationhost.spool.StoredRecord;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads batches from the spool: at once, or with what follows closely. Confined to the thread that
 * delivers.
 */
final class SpoolReading {

  private static final Logger log = LoggerFactory.getLogger(SpoolReading.class);

  /** Between messages that are not full; a message that follows none so closely leaves at once. */
  private static final long SPACING_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  /** Read ahead at most while the oldest batch cannot leave, in full batches. */
  private static final int MOST_AHEAD = 16;

  private final String integration;
  private final ReadingLog spool;
  private final Backlog backlog;
  private final BatchSettings settings;
  private final DeliveryCounters counters;
  private final RateLimitedLog warnings;
  private final ScheduledExecutorService executor;
  private final Runnable wake;
  private final AtomicBoolean waitingForMore = new AtomicBoolean();
  private boolean lastWasFull = true;
  private boolean nothingToRead;
  private long lastRead;

  /**
   * A reader that has read nothing yet.
   *
   * @param wake when there may be something to read later
   */
  SpoolReading(
      String integration,
      ReadingLog spool,
      Backlog backlog,
      BatchSettings settings,
      DeliveryCounters counters,
      RateLimitedLog warnings,
      ScheduledExecutorService executor,
      Runnable wake) {
    this.integration = integration;
    this.spool = spool;
    this.backlog = backlog;
    this.settings = settings;
    this.counters = counters;
    this.warnings = warnings;
    this.executor = executor;
    this.wake = wake;
  }

  /** Whether the last look found nothing. */
  boolean foundNothing() {
    return nothingToRead;
  }

  /** The next batch of the spool, which is in the backlog then; empty when none is to leave now. */
  Optional<Batch> read(int maxRecords, long now) {
    if (!spool.mayHaveUnread()) {
      nothingToRead = true;
      return Optional.empty();
    }
    long early = lastWasFull ? 0 : lastRead + SPACING_NANOS - now;
    nothingToRead = false;
    if (early > 0) {
      readLater(early);
      return Optional.empty();
    }
    if (!backlog.firstIsInFlight()
        && backlog.records() >= MOST_AHEAD * (long) settings.maxRecords()) {
      return Optional.empty();
    }
    List<StoredRecord> records = spool.read(maxRecords, settings.maxBytes());
    nothingToRead = records.isEmpty();
    if (nothingToRead) {
      return Optional.empty();
    }
    lastRead = now;
    lastWasFull = records.size() == maxRecords;
    Batch batch = Batch.of(records.stream().map(OutgoingRecord::new).toList());
    long missing = backlog.add(records, batch);
    if (missing > 0) {
      missing(missing, records.get(0).position());
    }
    return Optional.of(batch);
  }

  private void missing(long records, long position) {
    counters.missing(records);
    warnings.warn(
        log,
        "missing",
        "integration '"
            + integration
            + "': "
            + records
            + " stored readings before position "
            + position
            + " were not read from the spool and are not delivered; the lines before this one say"
            + " whether they were dropped, too old or damaged");
  }

  private void readLater(long nanos) {
    if (waitingForMore.compareAndSet(false, true)) {
      try {
        var unused = executor.schedule(this::readNow, nanos, TimeUnit.NANOSECONDS);
      } catch (Throwable e) {
        waitingForMore.set(false);
        throw e;
      }
    }
  }

  private void readNow() {
    waitingForMore.set(false);
    wake.run();
  }
}
