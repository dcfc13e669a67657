package io.integrationhost.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
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
  private final AtomicInteger sealed = new AtomicInteger();
  private long nextSequence = 1;
  private JournalFile file;

  Journal(Disk disk, Path directory, Janitor janitor) {
    this.disk = disk;
    this.directory = directory;
    this.janitor = janitor;
  }

  /** True when the batches are durable; false when each must be synced by itself. */
  boolean commit(List<Batch> batches, Reserve reserve) {
    if (retry.pending() || sealed.get() > MOST_SEALED) {
      return false;
    }
    try {
      if (file == null) {
        file = create();
      }
      write(batches);
      file.force(reserve);
    } catch (IOException e) {
      LOG.warn("The journal in {} failed; spools are synced one by one for now", directory, e);
      retry.failed();
      sealFile();
      return false;
    }
    retry.succeeded();
    if (file.size() >= FILE_BYTES) {
      sealFile();
    }
    return true;
  }

  /** Syncs all segments, so that no journal is needed any more. */
  void close() {
    if (file != null) {
      JournalFile last = file;
      file = null;
      checkpoint(last);
    }
  }

  private JournalFile create() throws IOException {
    long sequence = nextSequence++;
    Path path = directory.resolve("%020d".formatted(sequence) + SUFFIX);
    DiskFile created = disk.create(path);
    try {
      disk.syncDirectory(directory);
    } catch (IOException e) {
      created.close();
      disk.delete(path);
      throw e;
    }
    return new JournalFile(path, sequence, created);
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
      JournalFile full = file;
      file = null;
      sealed.incrementAndGet();
      janitor.execute(() -> checkpointSealed(full));
    }
  }

  private void checkpointSealed(JournalFile full) {
    if (checkpoint(full)) {
      sealed.decrementAndGet();
    } else {
      janitor.after(CHECK_AGAIN, () -> checkpointSealed(full));
    }
  }

  private boolean checkpoint(JournalFile full) {
    try (full) {
      return full.checkpoint(disk);
    } catch (IOException e) {
      LOG.warn("The journal in {}: a file could not be deleted; trying again", directory, e);
      return false;
    }
  }
}
