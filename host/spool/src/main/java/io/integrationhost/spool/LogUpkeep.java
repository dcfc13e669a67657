package io.integrationhost.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens to a log on the threads of the store. */
final class LogUpkeep implements LogEvents {

  private static final Logger LOG = LoggerFactory.getLogger(LogUpkeep.class);

  /** What was delivered in this time before a kill is delivered again. */
  private static final Duration CURSOR_DELAY = Duration.ofMillis(20);

  private static final Duration SHORTEST_AGE_CHECK = Duration.ofMillis(100);
  private static final Duration LONGEST_AGE_CHECK = Duration.ofMinutes(1);

  private final LogParts parts;
  private final Committer committer;
  private final Janitor janitor;
  private final Clock clock;
  private final LogWriter writer;
  private final Set<Segment> unsynced = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean cursorBehind = new AtomicBoolean();
  private final List<Runnable> cancellations = new ArrayList<>();

  LogUpkeep(
      LogParts parts,
      Committer committer,
      Janitor janitor,
      Clock clock,
      Path directory,
      long next) {
    this.parts = parts;
    this.committer = committer;
    this.janitor = janitor;
    this.clock = clock;
    this.writer =
        new LogWriter(
            directory,
            parts.options(),
            parts.files(),
            parts.state(),
            parts.queue(),
            clock,
            this,
            next);
  }

  void start() {
    SpoolOptions options = parts.options();
    remove(parts.state().trim(0).removed());
    if (options.durability() == Durability.INTERVAL) {
      cancellations.add(janitor.every(options.interval(), this::sync));
    }
    options
        .maxAge()
        .ifPresent(age -> cancellations.add(janitor.every(ageCheck(age), () -> expire(age))));
  }

  void signal() {
    committer.signal(writer);
  }

  void later(Duration delay, Runnable task) {
    janitor.after(delay, task);
  }

  boolean isStoreThread() {
    return committer.isCurrentThread() || janitor.isCurrentThread();
  }

  /** Deletes segments that were taken out, and writes down how far the log is trimmed. */
  void remove(List<Segment> segments) {
    if (cursorBehind.compareAndSet(false, true)) {
      janitor.after(CURSOR_DELAY, this::writeCursor);
    }
    if (!segments.isEmpty()) {
      janitor.execute(() -> delete(segments));
    }
  }

  void fail(List<Append> appends, SpoolException cause) {
    appends.forEach(append -> append.stage().completeExceptionally(cause));
  }

  CompletableFuture<Void> close() {
    return committer
        .submit(this::closeWriter)
        .thenCompose(closed -> janitor.submit(this::closeFiles));
  }

  @Override
  public String name() {
    return parts.name();
  }

  @Override
  public void committed(Batch batch) {
    parts.health().ok();
    if (parts.options().durability() == Durability.INTERVAL) {
      unsynced.add(batch.segment());
    }
    long position = batch.firstPosition();
    for (Append append : batch.appends()) {
      append.stage().complete(position);
      position++;
    }
    if (parts.reader().takeDry()) {
      parts.readable().fire();
    }
    if (!parts.queue().isEmpty()) {
      signal();
    }
  }

  @Override
  public void failed(List<Append> appends, SpoolException cause) {
    fail(appends, cause);
  }

  @Override
  public void full() {
    if (parts.options().whenFull() == WhenFull.DROP_OLDEST) {
      LogState.Trim dropped = parts.state().trim(parts.state().endOfOldest());
      parts.losses().overflow(dropped.records(), dropped.bytes());
      remove(dropped.removed());
    }
  }

  @Override
  public void diskFull(IOException cause, Duration delay) {
    parts
        .health()
        .diskFull(
            "the disk is full (%s); records wait: free space on the disk of the data directory"
                .formatted(cause.getMessage()));
    later(delay, this::signal);
  }

  @Override
  public void storageFailed(Exception cause, Duration delay) {
    parts
        .health()
        .failed(
            "records were not stored (%s): check the disk of the data directory"
                .formatted(cause.getMessage()));
    later(delay, this::signal);
  }

  @Override
  public void syncFailed(Segment segment, IOException cause) {
    segment.markSuspect();
    parts
        .health()
        .failed(
            "%s could not be synced (%s), a power loss may take its last records: check the disk"
                .formatted(segment.path(), cause.getMessage()));
  }

  @Override
  public void rolled(List<Segment> removed) {
    remove(removed);
  }

  @Override
  public boolean isTrimmed(Segment segment) {
    return !parts.state().holds(segment);
  }

  private void sync() {
    for (Segment segment : List.copyOf(unsynced)) {
      // Taken out first: what is committed from now on needs another sync.
      unsynced.remove(segment);
      if (isTrimmed(segment)) {
        continue;
      }
      try (DiskFile file = parts.files().open(segment)) {
        file.force();
      } catch (IOException e) {
        syncFailed(segment, e);
      }
    }
  }

  private void expire(Duration age) {
    try {
      long position = parts.reader().firstSince(clock.millis() - age.toMillis());
      LogState.Trim expired = parts.state().trim(position);
      if (expired.records() > 0) {
        parts.losses().expired(expired.records(), expired.bytes());
        remove(expired.removed());
      }
    } catch (IOException e) {
      LOG.warn("Spool '{}': cannot look for expired records now", parts.name(), e);
    }
  }

  private void writeCursor() {
    cursorBehind.set(false);
    parts.reader().trimmed();
    long trimmed = parts.state().trimmed();
    try {
      if (trimmed != parts.cursor().position()) {
        parts.cursor().write(trimmed);
      }
    } catch (IOException e) {
      LOG.warn(
          "Spool '{}': cannot note what was delivered ({}); it would be sent again after a restart",
          parts.name(),
          e.getMessage());
    }
  }

  private void delete(List<Segment> segments) {
    for (Segment segment : segments) {
      unsynced.remove(segment);
      try {
        parts.files().delete(segment);
      } catch (IOException e) {
        LOG.warn("{} cannot be deleted; it is tried again at the next start", segment.path(), e);
      }
      parts.state().deleted(segment);
    }
    signal();
  }

  private void closeWriter() {
    try {
      writer.close();
    } catch (IOException e) {
      LOG.warn("Spool '{}': its last file was not closed cleanly", parts.name(), e);
    }
  }

  private void closeFiles() {
    cancellations.forEach(Runnable::run);
    sync();
    writeCursor();
    try (TrimCursor cursor = parts.cursor()) {
      parts.reader().close();
      cursor.force();
    } catch (IOException e) {
      LOG.warn("Spool '{}': its files were not closed cleanly", parts.name(), e);
    }
  }

  private static Duration ageCheck(Duration age) {
    Duration check = age.dividedBy(10);
    if (check.compareTo(SHORTEST_AGE_CHECK) < 0) {
      return SHORTEST_AGE_CHECK;
    }
    return check.compareTo(LONGEST_AGE_CHECK) > 0 ? LONGEST_AGE_CHECK : check;
  }
}
