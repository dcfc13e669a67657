package io.integrationhost.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the records of many spools durable with one disk sync: a copy of what was written to their
 * segments goes to one file. The segments themselves are synced later, when a file of the journal
 * is full. Written by the committer alone; without it, every segment is synced by itself.
 */
final class Journal {

  static final String SUFFIX = ".journal";

  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
  private static final int FILE_BYTES = 16 << 20;
  private static final int MOST_SEALED = 2;
  private static final Duration CHECK_AGAIN = Duration.ofSeconds(5);

  private final Disk disk;
  private final Path directory;
  private final Janitor janitor;
  private final RetryDelay retry = new RetryDelay();
  private final LimitedLog failures = new LimitedLog(LOG);
  private final LimitedLog checks = new LimitedLog(LOG);

  /** Files whose segments are to be synced; the janitor takes them out. */
  private final Queue<JournalFile> sealed = new ConcurrentLinkedQueue<>();

  private long nextSequence = 1;
  private JournalFile file;
  private Optional<Object> identity = Optional.empty();

  Journal(Disk disk, Path directory, Janitor janitor) {
    this.disk = disk;
    this.directory = directory;
    this.janitor = janitor;
  }

  void start() {
    Runnable unusedEnd = janitor.every(CHECK_AGAIN, this::checkSealed);
  }

  /** True when the batches are durable; false when each must be synced by itself. */
  boolean commit(List<Batch> batches, Reserve reserve) {
    if (retry.pending() || sealed.size() > MOST_SEALED) {
      return false;
    }
    try {
      if (file == null) {
        create();
      }
      write(batches);
      file.force(reserve);
    } catch (IOException | RuntimeException | Error e) {
      Duration unusedDelay = retry.failed();
      failures.warn(
          "The journal in {} failed ({}); spools are synced one by one for now",
          directory,
          String.valueOf(e));
      sealFile();
      return false;
    }
    retry.succeeded();
    if (file.size() >= FILE_BYTES) {
      sealFile();
    }
    return true;
  }

  /** A file that somebody has removed or replaced keeps nothing: the next round makes a new one. */
  void look() {
    try {
      if (file != null && !disk.identity(file.path()).equals(identity)) {
        failures.warn(
            "The journal file {} was removed or replaced while the host ran; it is made anew",
            file.path());
        sealFile();
      }
    } catch (IOException e) {
      failures.warn("The journal in {} cannot be looked at: {}", directory, e.getMessage());
    }
  }

  /** Syncs all segments, so that no journal is needed any more. */
  void close() {
    sealFile();
    checkSealed();
  }

  private void create() throws IOException {
    long sequence = nextSequence++;
    Path path = directory.resolve(String.format(Locale.ROOT, "%020d", sequence) + SUFFIX);
    disk.createDirectories(directory);
    DiskFile created = disk.create(path);
    try {
      disk.syncDirectory(directory);
      identity = disk.identity(path);
      file = new JournalFile(path, sequence, created);
    } catch (IOException | RuntimeException | Error e) {
      created.close();
      disk.delete(path);
      throw e;
    }
  }

  /** Entries that lie side by side are written at once. */
  @SuppressWarnings("ReferenceEquality") // side by side in the same buffer, whatever it holds
  private void write(List<Batch> batches) throws IOException {
    ByteBuffer buffer = null;
    int from = 0;
    int to = 0;
    for (Batch batch : batches) {
      file.seal(batch);
      if (batch.buffer() != buffer || batch.from() != to) {
        if (buffer != null) {
          file.write(buffer, from, to);
        }
        buffer = batch.buffer();
        from = batch.from();
      }
      to = batch.to();
    }
    file.write(buffer, from, to);
  }

  private void sealFile() {
    if (file != null) {
      sealed.add(file);
      file = null;
      janitor.execute(this::checkSealed);
    }
  }

  /** What cannot be finished now is looked at again by and by. */
  private void checkSealed() {
    sealed.removeIf(this::checkpoint);
  }

  private boolean checkpoint(JournalFile full) {
    try (full) {
      return full.checkpoint(disk);
    } catch (IOException | RuntimeException | Error e) {
      checks.warn(
          "The journal in {}: a file could not be deleted ({}); trying again",
          directory,
          String.valueOf(e));
      return false;
    }
  }
}
