package io.integrationhost.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

  private final Path directory;
  private final Disk disk;
  private final Clock clock;
  private final Closeable lock;
  private final Janitor janitor;
  private final Journal journal;
  private final Committer committer;
  private final Map<String, LogSpool> spools = new HashMap<>();
  private boolean closed;

  private SpoolStore(Path directory, Disk disk, Clock clock, Closeable lock) {
    this.directory = directory;
    this.disk = disk;
    this.clock = clock;
    this.lock = lock;
    String label = String.valueOf(directory.getFileName());
    this.janitor = new Janitor(label);
    this.journal = new Journal(disk, StoreLayout.journal(directory), janitor);
    this.committer = new Committer(label, journal);
  }

  /**
   * Opens the directory, which is made if it is missing; reads what an earlier run left in its
   * journal.
   *
   * @throws SpoolException when another process uses it, or it cannot be read or written
   */
  public static SpoolStore open(Path directory) {
    return open(directory, new RealDisk(), Clock.systemUTC());
  }

  static SpoolStore open(Path directory, Disk disk, Clock clock) {
    try {
      disk.createDirectories(StoreLayout.spools(directory));
      disk.createDirectories(StoreLayout.journal(directory));
      disk.syncDirectory(directory);
      Closeable lock = disk.lock(StoreLayout.lock(directory));
      if (lock == null) {
        throw new SpoolException(
            ("The spool directory %s is in use by another process; "
                    + "stop that one, or give this one its own data directory")
                .formatted(directory));
      }
      try (JournalReplay replay = new JournalReplay(disk, StoreLayout.spools(directory))) {
        replay.replay(StoreLayout.journal(directory));
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
      SpoolStore store = new SpoolStore(directory, disk, clock, lock);
      store.committer.start();
      return store;
    } catch (IOException e) {
      throw new SpoolException(
          "The spool directory %s cannot be opened: %s; check that it can be read and written"
              .formatted(directory, e),
          e);
    }
  }

  /**
   * Opens the spool of that name with what it holds, or makes it.
   *
   * @param name usually the integration's; any text of up to 60 characters
   * @throws SpoolException when it is open already, was written by a newer version of the program,
   *     or its files cannot be read or written
   */
  public synchronized Spool open(String name, SpoolOptions options) {
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
    List<CompletableFuture<Void>> closing = open.stream().map(LogSpool::startClosing).toList();
    try {
      CompletableFuture.allOf(closing.toArray(CompletableFuture[]::new))
          .get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("The spools in {} were not closed cleanly", directory, e);
    }
    committer.close();
    janitor.execute(journal::close);
    janitor.close();
    try {
      lock.close();
    } catch (IOException e) {
      LOG.warn("The lock of {} could not be released", directory, e);
    }
  }

  private LogSpool open(String name, SpoolOptions options, Path home) throws IOException {
    disk.createDirectories(home);
    disk.syncDirectory(StoreLayout.spools(directory));
    TrimCursor cursor = TrimCursor.open(disk, home);
    try {
      SegmentFiles files = new SegmentFiles(disk, home);
      long nextSequence = files.nextSequence();
      LogState state = new LogRecovery(disk, files, cursor.position()).recover();
      long missing = cursor.goBackTo(state.next());
      if (missing > 0) {
        LOG.warn(
            "Spool '{}': its last file in {} was cut: the last {} delivered records are not in it,"
                + " and what was stored behind them is lost; check the disk",
            name,
            home,
            missing);
      }
      Losses losses = new Losses();
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
              new HealthState(name),
              new ReadableSignal(name));
      LogUpkeep upkeep = new LogUpkeep(parts, committer, janitor, clock, home, nextSequence);
      upkeep.start();
      return new LogSpool(parts, upkeep, () -> forget(name));
    } catch (IOException | RuntimeException e) {
      cursor.close();
      throw e;
    }
  }

  private synchronized void forget(String name) {
    spools.remove(name);
  }
}
