package io.integrationhost.spool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
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

  /** Before what could not even fail for want of memory is tried again. */
  private static final long SWEEP_NANOS = 50_000_000;

  private final Journal journal;
  private final LongSupplier nanos;
  private final Thread thread;
  private final LimitedLog failures = new LimitedLog(LOG);
  private final List<LogWriter> logs = new CopyOnWriteArrayList<>();
  private final Queue<LogWriter> dirty = new ConcurrentLinkedQueue<>();
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final RoundBuffer buffer = new RoundBuffer();
  private final Reserve reserve = new Reserve();
  private final CommitCounts counts = new CommitCounts();
  private long lastRound;
  private int lastSynced;
  private volatile boolean idle;
  private volatile boolean stopped;
  private volatile boolean sweep;
  private volatile boolean look;
  private volatile boolean busy;
  private volatile long busySince;

  Committer(String directory, Journal journal, LongSupplier nanos) {
    this.journal = journal;
    this.nanos = nanos;
    this.thread = new Thread(this::run, "spool-committer " + directory);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  void add(LogWriter log) {
    logs.add(log);
  }

  void remove(LogWriter log) {
    logs.remove(log);
  }

  /** The log has something to write, or room to write it. */
  void signal(LogWriter log) {
    if (log.markDirty()) {
      try {
        dirty.add(log);
      } catch (Error e) {
        log.clearDirty();
        sweep = true;
        throw e;
      } finally {
        wake();
      }
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

  /**
   * Lets all logs look whether their files are in place and something waits, between two rounds.
   */
  void look() {
    look = true;
    wake();
  }

  boolean isCurrentThread() {
    return Thread.currentThread() == thread;
  }

  /** For how many seconds the disk has not answered; whoever appends waits for it. */
  long secondsInRound() {
    return busy ? TimeUnit.NANOSECONDS.toSeconds(nanos.getAsLong() - busySince) : 0;
  }

  /** Any thread. */
  CommitFigures figures() {
    return counts.figures();
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

  /** Without this thread every append would wait for ever: nothing ends it but a stop. */
  private void run() {
    while (!stopped || !tasks.isEmpty()) {
      boolean unusedInterrupt = Thread.interrupted();
      try {
        work();
      } catch (RuntimeException | Error e) {
        unexpected(e);
        LockSupport.parkNanos(this, SWEEP_NANOS);
      }
      busy = false;
    }
  }

  private void work() {
    if (dirty.isEmpty() && tasks.isEmpty() && !look) {
      await();
    }
    busySince = nanos.getAsLong();
    busy = true;
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
    if (look) {
      look = false;
      sweep = true;
      journal.look();
      logs.forEach(LogWriter::look);
    }
    if (sweep) {
      sweep = false;
      logs.stream().filter(log -> log.waiting() > 0).forEach(this::signal);
    }
    if (!dirty.isEmpty()) {
      round();
    }
  }

  private void await() {
    idle = true;
    if (dirty.isEmpty() && tasks.isEmpty() && !look && !stopped) {
      if (sweep) {
        LockSupport.parkNanos(this, SWEEP_NANOS);
      } else {
        LockSupport.park(this);
      }
    }
    idle = false;
  }

  private void round() {
    awaitReturning();
    buffer.clear();
    List<Batch> syncing = new ArrayList<>();
    counts.begin(nanos.getAsLong());
    try {
      for (LogWriter log = poll(); log != null; log = poll()) {
        write(log, syncing);
      }
    } finally {
      lastSynced = 0;
      if (syncing.isEmpty()) {
        counts.end(nanos.getAsLong());
        pause();
      } else {
        commit(syncing);
        counts.end(nanos.getAsLong());
      }
    }
  }

  /** Whatever fails here is the trouble of one log: the others go on. */
  private void write(LogWriter log, List<Batch> syncing) {
    try {
      Batch batch = log.write(buffer);
      if (batch != null && log.syncs()) {
        syncing.add(batch);
      } else if (batch != null) {
        log.committed(batch);
        counts.stored(batch);
      }
    } catch (RuntimeException | Error e) {
      log.abandon();
      unexpected(e);
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
    boolean synced = syncing.size() > 1 && journal.commit(syncing, reserve);
    for (Batch batch : syncing) {
      lastSynced += batch.appends().size();
      finish(batch, synced);
    }
  }

  private void finish(Batch batch, boolean synced) {
    LogWriter log = batch.log();
    try {
      if (!synced) {
        log.force(reserve);
      }
      log.committed(batch);
      counts.stored(batch);
    } catch (IOException | RuntimeException | Error e) {
      if (!(e instanceof IOException)) {
        unexpected(e);
      }
      fail(batch, e);
    }
  }

  private void fail(Batch batch, Throwable cause) {
    try {
      batch.log().failed(batch, cause);
    } catch (RuntimeException | Error e) {
      batch.log().abandon();
      unexpected(e);
    }
  }

  /** What waits is looked for again, since nobody may have been told of it. */
  private void unexpected(Throwable failure) {
    sweep = true;
    failures.error("Storing records failed unexpectedly; it is tried again", failure);
  }

  private LogWriter poll() {
    LogWriter log = buffer.hasRoom() ? dirty.poll() : null;
    if (log != null) {
      log.clearDirty();
    }
    return log;
  }
}
