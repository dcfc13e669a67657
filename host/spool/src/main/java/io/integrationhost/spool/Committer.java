package io.integrationhost.spool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that stores what all spools were given, in rounds: it writes what waits, syncs it with
 * one disk sync, and tells who waits for it. What arrives meanwhile is the next round, so a slower
 * disk makes larger rounds. Interrupts are cleared: one would close the file that is written.
 */
final class Committer {

  private static final Logger LOG = LoggerFactory.getLogger(Committer.class);
  private static final int LIMIT_SECONDS = 10;

  /** A round that follows the last one so closely finds much to do. */
  private static final long BUSY_NANOS = 1_000_000;

  /** Between rounds without a disk sync, while it is busy: otherwise they would be very small. */
  private static final long PAUSE_NANOS = 50_000;

  /** Many who waited for a round of this size come again at once, too late for the next one. */
  private static final int LARGE_ROUND = 32;

  private final Journal journal;
  private final Thread thread;
  private final Queue<LogWriter> dirty = new ConcurrentLinkedQueue<>();
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final RoundBuffer buffer = new RoundBuffer();
  private final Reserve reserve = new Reserve();
  private long lastRound;
  private int lastSynced;
  private volatile boolean idle;
  private volatile boolean stopped;

  Committer(String directory, Journal journal) {
    this.journal = journal;
    this.thread = new Thread(this::run, "spool-committer " + directory);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** The log has something to write, or room to write it. */
  void signal(LogWriter log) {
    if (log.markDirty()) {
      dirty.add(log);
      wake();
    }
  }

  /** Runs the task between two rounds. */
  CompletableFuture<Void> submit(Runnable task) {
    return CompletableFuture.runAsync(
        task,
        between -> {
          tasks.add(between);
          wake();
        });
  }

  boolean isCurrentThread() {
    return Thread.currentThread() == thread;
  }

  void close() {
    stopped = true;
    wake();
    if (isCurrentThread()) {
      return;
    }
    try {
      thread.join(LIMIT_SECONDS * 1000L);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void wake() {
    if (idle) {
      LockSupport.unpark(thread);
    }
  }

  private void run() {
    while (!stopped || !tasks.isEmpty()) {
      boolean unusedInterrupt = Thread.interrupted();
      try {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
        if (dirty.isEmpty()) {
          await();
        } else {
          round();
        }
      } catch (RuntimeException | Error e) {
        // Without this thread every append would wait for ever.
        LOG.error("Storing records failed unexpectedly", e);
      }
    }
  }

  private void await() {
    idle = true;
    if (dirty.isEmpty() && tasks.isEmpty() && !stopped) {
      LockSupport.park(this);
    }
    idle = false;
  }

  private void round() {
    awaitReturning();
    buffer.clear();
    List<Batch> syncing = new ArrayList<>();
    for (LogWriter log = poll(); log != null; log = poll()) {
      Batch batch = log.write(buffer);
      if (batch == null) {
        continue;
      }
      if (log.syncs()) {
        syncing.add(batch);
      } else {
        log.committed(batch);
      }
    }
    lastSynced = syncing.stream().mapToInt(batch -> batch.appends().size()).sum();
    if (syncing.isEmpty()) {
      pause();
    }
    try {
      commit(syncing);
    } catch (RuntimeException | Error e) {
      syncing.forEach(batch -> batch.log().failed(batch, new IllegalStateException(e)));
      throw e;
    }
  }

  /** Two small rounds take two syncs, where one of both takes one. */
  private void awaitReturning() {
    if (lastSynced >= LARGE_ROUND
        && dirty.stream().mapToInt(LogWriter::waiting).sum() < lastSynced / 2) {
      LockSupport.parkNanos(this, PAUSE_NANOS);
    }
  }

  private void pause() {
    long now = System.nanoTime();
    if (now - lastRound < BUSY_NANOS) {
      LockSupport.parkNanos(this, PAUSE_NANOS);
    }
    lastRound = now;
  }

  private void commit(List<Batch> syncing) {
    // For a single log the journal would only write everything twice.
    if (syncing.size() > 1 && journal.commit(syncing, reserve)) {
      syncing.forEach(batch -> batch.log().committed(batch));
    } else {
      syncing.forEach(this::syncAlone);
    }
  }

  private LogWriter poll() {
    LogWriter log = buffer.hasRoom() ? dirty.poll() : null;
    if (log != null) {
      log.clearDirty();
    }
    return log;
  }

  private void syncAlone(Batch batch) {
    try {
      batch.log().force(reserve);
    } catch (IOException e) {
      batch.log().failed(batch, e);
      return;
    }
    batch.log().committed(batch);
  }
}
