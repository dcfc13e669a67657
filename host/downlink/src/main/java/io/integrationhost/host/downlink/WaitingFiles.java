package io.integrationhost.host.downlink;

import io.integrationhost.ground.RateLimitedLog;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the files of waiting downlinks up to date on a thread that may wait for the disk. Nothing
 * here blocks; safe for any thread. A failure is logged: the downlink then waits in memory only.
 */
final class WaitingFiles {

  private static final Logger log = LoggerFactory.getLogger(WaitingFiles.class);
  private static final long PATIENCE_SECONDS = 10;
  private static final int MOST_PENDING = 2_000;

  private final String integration;
  private final WaitingFolder folder;
  private final Executor storage;
  private final RateLimitedLog warnings;
  private final Set<Long> unsaved = ConcurrentHashMap.newKeySet();
  private final AtomicInteger pending = new AtomicInteger();

  /**
   * For one folder.
   *
   * @param storage one thread, so that changes keep their order
   */
  WaitingFiles(
      String integration, WaitingFolder folder, Executor storage, RateLimitedLog warnings) {
    this.integration = integration;
    this.folder = folder;
    this.storage = storage;
    this.warnings = warnings;
  }

  /** Whether the disk is so slow that no more should be given to it. */
  boolean isBehind() {
    return pending.get() >= MOST_PENDING;
  }

  void save(WaitingDownlink downlink) {
    unsaved.add(downlink.number());
    change(
        () -> {
          if (unsaved.remove(downlink.number())) {
            folder.write(downlink);
          }
        });
  }

  void remove(WaitingDownlink downlink) {
    if (!unsaved.remove(downlink.number())) {
      change(() -> folder.remove(downlink));
    }
  }

  /** Completes when all changes until now are on the disk, or the disk takes too long. */
  CompletionStage<Void> flushed() {
    try {
      return CompletableFuture.runAsync(() -> {}, storage)
          .completeOnTimeout(null, PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(null);
    } catch (OutOfMemoryError e) {
      log.error(
          "integration '{}': nobody waits for its downlinks' files: {}", integration, e.toString());
      return CompletableFuture.completedFuture(null);
    }
  }

  private void change(Change change) {
    pending.incrementAndGet();
    try {
      storage.execute(() -> apply(change));
    } catch (RejectedExecutionException e) {
      pending.decrementAndGet();
      log.debug("integration '{}': the host is stopping; a waiting downlink stays", integration);
    } catch (OutOfMemoryError e) {
      pending.decrementAndGet();
      cannotKeep(e);
    }
  }

  private void apply(Change change) {
    try {
      change.run();
    } catch (IOException | RuntimeException | Error e) {
      cannotKeep(e);
    } finally {
      pending.decrementAndGet();
    }
  }

  private void cannotKeep(Throwable problem) {
    warnings.warn(
        log,
        "downlink file",
        "integration '"
            + integration
            + "': waiting downlinks cannot be kept in "
            + folder.path()
            + " ("
            + problem
            + "); make the directory writable, or a restart loses or repeats some");
  }

  /** One change of one file. */
  @FunctionalInterface
  private interface Change {
    void run() throws IOException;
  }
}
