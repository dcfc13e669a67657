package io.integrationhost.spool;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A spool in a log on the disk. */
final class LogSpool implements ReadingLog {

  private static final Logger LOG = LoggerFactory.getLogger(LogSpool.class);
  private static final int LIMIT_SECONDS = 10;

  private final LogParts parts;
  private final LogUpkeep upkeep;
  private final Runnable onClose;
  private final LimitedLog readFailures = new LimitedLog(LOG);
  private volatile boolean closed;

  LogSpool(LogParts parts, LogUpkeep upkeep, Runnable onClose) {
    this.parts = parts;
    this.upkeep = upkeep;
    this.onClose = onClose;
  }

  @Override
  public CompletionStage<Long> append(String entity, byte[] record) {
    int limit = parts.options().maxRecord();
    if (record.length > limit) {
      return CompletableFuture.failedFuture(
          SpoolFailures.tooLarge(parts.name(), record.length, limit));
    }
    Append append = new Append(record);
    SpoolException refusal = parts.queue().add(append);
    if (refusal != null) {
      return CompletableFuture.failedFuture(refusal);
    }
    upkeep.signal();
    return append.stage();
  }

  @Override
  public List<StoredRecord> read(int maxRecords, long maxBytes) {
    try {
      return parts.reader().read(maxRecords, maxBytes);
    } catch (IOException | RuntimeException | Error e) {
      readFailures.error(
          "Spool '{}' cannot be read now ({}); trying again in 1 s",
          parts.name(),
          String.valueOf(e));
      upkeep.readLater();
      return List.of();
    }
  }

  @Override
  public boolean mayHaveUnread() {
    return !parts.reader().isDry();
  }

  @Override
  public void onReadable(Runnable task) {
    parts.readable().set(Objects.requireNonNull(task, "task"));
    parts.reader().markDry();
    upkeep.wakeReader();
  }

  @Override
  public void trimTo(long position) {
    if (!closed) {
      var unused = parts.state().trim(position);
      upkeep.cleanUp();
    }
  }

  @Override
  public void rewind() {
    try {
      parts.reader().rewind();
    } catch (IOException e) {
      // The position is set; reading tries to open the file again.
      readFailures.warn("Spool '{}' cannot be read now ({})", parts.name(), String.valueOf(e));
    }
    upkeep.wakeReader();
  }

  @Override
  public SpoolStats stats() {
    LogState state = parts.state();
    long trimmed = state.trimmed();
    return new SpoolStats(
        state.next() - trimmed,
        state.recordBytes(),
        parts.queue().size(),
        parts.options().maxBytes(),
        state.next() - state.firstNext(),
        state.oldest(),
        parts.losses().sum(),
        upkeep.health(),
        state.diskBytes());
  }

  @Override
  public void close() {
    CompletableFuture<Void> done = startClosing();
    if (!upkeep.isStoreThread()) {
      await(done);
    }
  }

  /** Refuses records from now on; completes when the files are closed. */
  CompletableFuture<Void> startClosing() {
    CompletableFuture<Void> done;
    synchronized (this) {
      if (closed) {
        return CompletableFuture.completedFuture(null);
      }
      closed = true;
    }
    try {
      parts.health().closed();
      upkeep.fail(parts.queue().close(), SpoolFailures.closed(parts.name()));
    } finally {
      done = upkeep.close().whenComplete((nothing, failure) -> onClose.run());
    }
    return done;
  }

  private void await(CompletableFuture<Void> done) {
    try {
      done.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      LOG.warn("Spool '{}': the disk takes more than {} s to finish", parts.name(), LIMIT_SECONDS);
    } catch (ExecutionException e) {
      LOG.warn("Spool '{}' was not closed cleanly", parts.name(), e.getCause());
    }
  }
}
