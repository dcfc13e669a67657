package io.integrationhost.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to a log on the threads of the store. Whatever an error cut short is taken up by the
 * next look.
 */
final class LogUpkeep implements LogEvents {

  private static final Logger LOG = LoggerFactory.getLogger(LogUpkeep.class);

  /** Between looks for what an error left undone; how far the log goes is noted as often. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private static final Duration TELL_AGAIN = Duration.ofSeconds(1);
  private static final Duration SHORTEST_AGE_CHECK = Duration.ofMillis(100);
  private static final Duration LONGEST_AGE_CHECK = Duration.ofMinutes(1);
  private static final int SLOW_SECONDS = 10;

  private final LogParts parts;
  private final Committer committer;
  private final Janitor janitor;
  private final LogWriter writer;
  private final CursorUpkeep cursor;
  private final List<Runnable> cancellations = new ArrayList<>();
  private final LimitedLog storeFailures = new LimitedLog(LOG);
  private final LimitedLog ageFailures = new LimitedLog(LOG);
  private final LimitedLog deleteFailures = new LimitedLog(LOG);

  LogUpkeep(
      LogParts parts,
      StoreLock lock,
      Committer committer,
      Janitor janitor,
      Clock clock,
      long nextSequence) {
    this.parts = parts;
    this.committer = committer;
    this.janitor = janitor;
    this.cursor = new CursorUpkeep(parts, lock, janitor);
    this.writer = new LogWriter(parts, lock, clock, this, nextSequence);
  }

  void start() throws IOException {
    SpoolOptions options = parts.options();
    parts.state().trim(0);
    if (parts.state().condemned() != null) {
      // Without their files nothing but the cursor tells that these records were delivered.
      parts.cursor().force();
    }
    committer.add(writer);
    if (options.durability() == Durability.INTERVAL) {
      cancellations.add(janitor.every(options.interval(), this::sync));
    }
    options
        .maxAge()
        .ifPresent(age -> cancellations.add(janitor.every(ageCheck(age), this::expire)));
    cancellations.add(janitor.every(LOOK, this::look));
    janitor.execute(this::look);
  }

  /** Ends what {@link #start} began. */
  void cancel() {
    cancellations.forEach(Runnable::run);
    committer.remove(writer);
  }

  void signal() {
    committer.signal(writer);
  }

  /** As the log itself says, or that the disk does not answer. */
  SpoolHealth health() {
    SpoolHealth health = parts.health().get();
    long seconds = committer.secondsInRound();
    return health.state() != SpoolHealth.State.OK || seconds < SLOW_SECONDS
        ? health
        : new SpoolHealth(
            SpoolHealth.State.FAILED,
            "the disk has not answered for %d s, records wait: check the disk of the data directory"
                .formatted(seconds));
  }

  boolean isStoreThread() {
    return committer.isCurrentThread() || janitor.isCurrentThread();
  }

  /** Deletes segments that were taken out, and writes down how far the log is trimmed. */
  void cleanUp() {
    cursor.writeSoon();
    if (parts.state().condemned() != null) {
      janitor.execute(this::delete);
    }
  }

  /** Tells the reader that there is something to read; when that fails, tries again. */
  void tellReader() {
    if (!parts.readable().fire()) {
      readLater();
    }
  }

  /** The reader is told in a while, or with the next record. */
  void readLater() {
    parts.reader().markDry();
    janitor.after(TELL_AGAIN, this::wakeReader);
  }

  void wakeReader() {
    if (parts.reader().hasUnread() && parts.reader().takeDry()) {
      tellReader();
    }
  }

  /** Tells all of them, whatever those who depend on it throw. */
  void fail(List<Append> appends, SpoolException cause) {
    for (Append append : appends) {
      janitor.attempt(() -> append.stage().completeExceptionally(cause));
    }
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
      batch.segment().markUnsynced();
    }
    if (parts.ages().isPresent()) {
      parts.ages().get().stored(batch.firstPosition(), batch.after().next());
    }
    // Before anybody knows of the records: who reads them at once needs not be told of them as
    // well.
    boolean isAwaited = parts.reader().takeDry();
    try {
      long position = batch.firstPosition();
      for (Append append : batch.appends()) {
        complete(append, position);
        position++;
      }
    } finally {
      if (isAwaited) {
        tellReader();
      }
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
      LogState.Trim dropped = parts.state().dropOldest();
      parts.losses().overflow(dropped.records(), dropped.bytes());
      cleanUp();
    }
  }

  @Override
  public void diskFull(IOException cause, Duration delay) {
    parts
        .health()
        .diskFull(
            "the disk is full (%s); records wait: free space on the disk of the data directory"
                .formatted(cause.getMessage()));
    janitor.after(delay, this::signal);
  }

  @Override
  public void storageFailed(Throwable cause, Duration delay) {
    parts.health().failed(notStored(cause));
    janitor.after(delay, this::signal);
  }

  @Override
  public void syncFailed(Segment segment, Throwable cause) {
    segment.markSuspect();
    parts
        .health()
        .failed(
            "%s could not be synced (%s), a power loss may take its last records: check the disk"
                .formatted(segment.path(), text(cause)));
  }

  @Override
  public void rolled() {
    cleanUp();
  }

  @Override
  public void moved(Segment gone, long saved) {
    Path home = gone.path().getParent();
    long lost = parts.state().all().stream().mapToLong(this::missingIn).sum();
    parts.health().ok();
    parts
        .health()
        .loss(
            ("%s was removed or replaced while the host ran. The %d waiting records of its newest"
                    + " file were saved in a new one%s. Stop the host before you touch its data"
                    + " directory")
                .formatted(
                    home,
                    saved,
                    lost == 0
                        ? ""
                        : (", %d in older files are lost, unless these are put back before they are"
                                + " needed")
                            .formatted(lost)));
  }

  @Override
  public void troubled(Throwable cause) {
    parts.health().failed(notStored(cause));
  }

  @Override
  public void inPlace() {
    parts.health().ok();
  }

  @Override
  public boolean isTrimmed(Segment segment) {
    return !parts.state().holds(segment);
  }

  /** A second attempt goes on where an error ended the first. */
  private void complete(Append append, long position) {
    try {
      append.stage().complete(position);
    } catch (RuntimeException | Error e) {
      janitor.attempt(() -> append.stage().complete(position));
    }
  }

  private String notStored(Throwable cause) {
    boolean disk = cause instanceof IOException;
    if (!disk) {
      storeFailures.error("Spool '{}': storing records failed", parts.name(), cause);
    }
    return "records are not stored (%s): %s"
        .formatted(text(cause), disk ? "check the disk of the data directory" : "see the log");
  }

  private static String text(Throwable cause) {
    return cause instanceof IOException ? cause.getMessage() : cause.toString();
  }

  private long missingIn(Segment segment) {
    try {
      long from = Math.max(segment.base(), parts.state().trimmed());
      return parts.files().exists(segment) ? 0 : Math.max(0, segment.extent().next() - from);
    } catch (IOException e) {
      return 0;
    }
  }

  private void look() {
    janitor.attempt(this::delete);
    janitor.attempt(cursor::write);
    janitor.attempt(() -> cursor.noteEnd(true));
    janitor.attempt(this::lookUpOldest);
  }

  private void lookUpOldest() {
    try {
      long position = parts.state().trimmed();
      if (parts.state().needsOldest()) {
        Frame oldest = parts.reader().oldest();
        if (oldest != null) {
          parts.state().noteOldest(position, oldest.time());
        }
      }
    } catch (IOException e) {
      LOG.debug("Spool '{}': its oldest record cannot be read now", parts.name(), e);
    }
  }

  private void sync() {
    for (Segment segment : parts.state().all()) {
      // Taken out first: what is committed from now on needs another sync.
      if (!segment.takeUnsynced()) {
        continue;
      }
      try (DiskFile file = parts.files().open(segment)) {
        file.force();
      } catch (IOException | RuntimeException | Error e) {
        syncFailed(segment, e);
      }
    }
  }

  private void expire() {
    try {
      long position = parts.ages().orElseThrow().firstYoung(parts.state(), parts.reader());
      LogState.Trim expired = parts.state().trim(position);
      if (expired.records() > 0) {
        parts.losses().expired(expired.records(), expired.bytes());
        cleanUp();
        lookUpOldest();
      }
    } catch (IOException e) {
      ageFailures.warn(
          "Spool '{}': cannot look for expired records now: {}", parts.name(), e.getMessage());
    }
  }

  private void delete() {
    LogState state = parts.state();
    if (state.condemned() != null) {
      // Before the files are gone, so that nobody looks for them after a kill.
      janitor.attempt(cursor::write);
    }
    for (Segment segment = state.condemned(); segment != null; segment = state.condemned()) {
      try {
        parts.files().delete(segment);
      } catch (IOException e) {
        deleteFailures.warn(
            "{} cannot be deleted ({}); it is tried again at the next start",
            segment.path(),
            e.getMessage());
      }
      state.deleted(segment);
      signal();
    }
  }

  private void closeWriter() {
    try {
      writer.close();
    } catch (IOException e) {
      LOG.warn("Spool '{}': its last file was not closed cleanly: {}", parts.name(), text(e));
    }
  }

  private void closeFiles() {
    janitor.attempt(this::cancel);
    janitor.attempt(this::sync);
    janitor.attempt(this::delete);
    janitor.attempt(parts.reader()::close);
    cursor.close();
  }

  private static Duration ageCheck(Duration age) {
    Duration check = age.dividedBy(10);
    if (check.compareTo(SHORTEST_AGE_CHECK) < 0) {
      return SHORTEST_AGE_CHECK;
    }
    return check.compareTo(LONGEST_AGE_CHECK) > 0 ? LONGEST_AGE_CHECK : check;
  }
}
