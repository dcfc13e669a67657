package io.integrationhost.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The durable spools of a host in one directory. They share two threads: one stores records for all
 * of them, one cleans up. Stages and readable tasks complete on the storing thread: what depends on
 * them must be short and must not wait.
 */
public final class SpoolStore implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SpoolStore.class);

  private static final int LIMIT_SECONDS = 20;

  /** Between looks whether the files are still in place. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Path directory;
  private final Disk disk;
  private final Clock clock;
  private final LongSupplier nanos;
  private final StoreLock lock;
  private final Janitor janitor;
  private final Journal journal;
  private final Committer committer;
  private final Map<String, LogSpool> spools = new HashMap<>();
  private boolean closed;

  private SpoolStore(
      Path directory, Disk disk, Clock clock, LongSupplier nanos, StoreLock lock, Janitor janitor) {
    this.directory = directory;
    this.disk = disk;
    this.clock = clock;
    this.nanos = nanos;
    this.lock = lock;
    this.janitor = janitor;
    this.journal = new Journal(disk, StoreLayout.journal(directory), janitor);
    this.committer = new Committer(label(directory), journal, nanos);
  }

  /**
   * Opens the directory, which is made if it is missing, for its owner only; reads what an earlier
   * run left in its journal.
   *
   * @throws SpoolException when another process uses it, or it cannot be read or written
   */
  public static SpoolStore open(Path directory) {
    Path absolute = directory.toAbsolutePath();
    return open(absolute, new RealDisk(), Clock.systemUTC());
  }

  static SpoolStore open(Path directory, Disk disk, Clock clock) {
    return open(directory, disk, clock, System::nanoTime, Janitor.thread(label(directory)));
  }

  /**
   * @param nanos a clock that nobody sets
   * @param thread the janitor's
   */
  static SpoolStore open(
      Path directory, Disk disk, Clock clock, LongSupplier nanos, ScheduledExecutorService thread) {
    Janitor janitor = new Janitor(thread);
    StoreLock lock = null;
    SpoolStore store = null;
    try {
      lock = takeLock(directory, disk);
      restrict(directory, disk);
      try (JournalReplay replay = new JournalReplay(disk, StoreLayout.spools(directory))) {
        replay.replay(StoreLayout.journal(directory));
      }
      SpoolStore opened = new SpoolStore(directory, disk, clock, nanos, lock, janitor);
      opened.start();
      store = opened;
      return store;
    } catch (IOException e) {
      throw new SpoolException(
          "The spool directory %s cannot be opened: %s; check that it can be read and written"
              .formatted(directory, e),
          e);
    } finally {
      if (store == null) {
        janitor.close();
        release(directory, lock);
      }
    }
  }

  private static StoreLock takeLock(Path directory, Disk disk) throws IOException {
    disk.createDirectories(StoreLayout.spools(directory));
    disk.createDirectories(StoreLayout.journal(directory));
    disk.syncDirectory(directory);
    StoreLock lock = StoreLock.take(disk, StoreLayout.lock(directory));
    if (lock == null) {
      throw new SpoolException(
          ("The spool directory %s is in use by another process; "
                  + "stop that one, or give this one its own data directory")
              .formatted(directory));
    }
    return lock;
  }

  /** Earlier builds let everybody read who may read the data directory. */
  private static void restrict(Path directory, Disk disk) {
    try {
      disk.restrict(directory);
      disk.restrict(StoreLayout.journal(directory));
      disk.restrict(StoreLayout.spools(directory));
      for (Path spool : disk.list(StoreLayout.spools(directory), "")) {
        disk.restrict(spool);
      }
    } catch (IOException e) {
      LOG.warn(
          "{} holds readings, and its rights cannot be set ({}); let only the host's user read it",
          directory,
          e.toString());
    }
  }

  private static String label(Path directory) {
    return String.valueOf(directory.getFileName());
  }

  private void start() {
    journal.start();
    Runnable unusedEnd = janitor.every(LOOK, this::look);
    committer.start();
  }

  private void look() {
    lock.look();
    committer.look();
  }

  /**
   * Opens the spool of that name with what it holds, or makes it.
   *
   * @param name usually the integration's; any text of up to 60 characters
   * @throws SpoolException when it is open already, was written by a newer version of the program,
   *     or its files cannot be read or written
   */
  public synchronized ReadingLog open(String name, SpoolOptions options) {
    Objects.requireNonNull(options, "options");
    if (closed) {
      throw new SpoolException(
          "Spool '%s' cannot be opened: %s is closed".formatted(name, directory));
    }
    if (spools.containsKey(name)) {
      throw new SpoolException("Spool '%s' is open already; close it first".formatted(name));
    }
    Path home = StoreLayout.spool(directory, name);
    try {
      LogSpool spool = open(name, options, home);
      spools.put(name, spool);
      return spool;
    } catch (IOException e) {
      throw new SpoolException(
          "Spool '%s' cannot be opened in %s: %s; check that it can be read and written"
              .formatted(name, home, e),
          e);
    }
  }

  /** What was stored for all spools; any thread, never waits. */
  public CommitFigures commits() {
    return committer.figures();
  }

  /**
   * Closes all spools; what they hold is there at the next start. Idempotent. Not to be called from
   * what depends on a stage of an append.
   */
  @Override
  public void close() {
    List<LogSpool> open;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      open = List.copyOf(spools.values());
    }
    try {
      closeAll(open);
    } finally {
      committer.close();
      janitor.attempt(() -> janitor.execute(journal::close));
      janitor.close();
      release(directory, lock);
    }
  }

  private void closeAll(List<LogSpool> open) {
    List<CompletableFuture<Void>> closing = new ArrayList<>();
    open.forEach(spool -> janitor.attempt(() -> closing.add(spool.startClosing())));
    try {
      CompletableFuture.allOf(closing.toArray(CompletableFuture[]::new))
          .get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("The spools in {} were not closed cleanly", directory, e);
    }
  }

  private static void release(Path directory, StoreLock lock) {
    try {
      if (lock != null) {
        lock.close();
      }
    } catch (IOException e) {
      LOG.warn("The lock of {} could not be released", directory, e);
    }
  }

  private LogSpool open(String name, SpoolOptions options, Path home) throws IOException {
    lock.restore();
    disk.createDirectories(home);
    disk.syncDirectory(StoreLayout.spools(directory));
    TrimCursor cursor = TrimCursor.open(disk, home);
    LogUpkeep upkeep = null;
    boolean opened = false;
    try {
      SegmentFiles files = new SegmentFiles(disk, home);
      long nextSequence = Math.max(files.nextSequence(), cursor.end().segment() + 1);
      LogRecovery recovery = new LogRecovery(disk, files, cursor);
      Losses losses = new Losses();
      LogState state = recovery.recover(losses);
      LogParts parts =
          new LogParts(
              name,
              options,
              files,
              state,
              new AppendQueue(name, options.maxWaiting(), options.maxWaitingBytes()),
              new LogReader(files, state, losses),
              cursor,
              losses,
              new HealthState(name, nanos),
              new ReadableSignal(name),
              options.maxAge().map(age -> new RecordAges(clock, nanos, age)));
      recovery.findings().ifPresent(parts.health()::loss);
      upkeep = new LogUpkeep(parts, lock, committer, janitor, clock, nextSequence);
      upkeep.start();
      LogUpkeep started = upkeep;
      LogSpool spool = new LogSpool(parts, started, () -> forget(name));
      opened = true;
      return spool;
    } finally {
      if (!opened) {
        if (upkeep != null) {
          upkeep.cancel();
        }
        cursor.close();
      }
    }
  }

  /** For how many seconds the disk has not answered who stores; 0 while nothing waits for it. */
  public long secondsInRound() {
    return committer.secondsInRound();
  }

  private synchronized void forget(String name) {
    spools.remove(name);
  }
}
