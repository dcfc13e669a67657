package io.integrationhost.spool;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The log between the two halves of an integration: a bounded queue of records with
 * acknowledgement. The front, which serves devices, appends; the back, which speaks to the server,
 * reads and trims. Records get positions that grow by one; the reader takes records in order
 * without removing them, and {@link #trimTo} removes a prefix.
 *
 * <p>All methods may be called from any thread; one reader at a time makes sense. None waits for
 * another record or for room. {@link #read} and {@link #rewind} of a durable spool may read from
 * the disk, which takes milliseconds when it is slow: not on an event loop. {@link #stats} never
 * waits for a disk. {@link #close} waits a limited time for it.
 */
public interface ReadingLog extends AutoCloseable {

  /**
   * Appends a record of an entity. The stage completes with the record's position when the record
   * is stored at the configured durability; while the spool is full it waits (the caller's
   * backpressure). It fails with a {@link SpoolException} when the record cannot be stored: too
   * large, spool closed, storage failed, too many appends wait. Appends of one thread for one
   * entity keep their order, and on one host all appends of one thread do. What depends on the
   * stage must be short and must not wait: it may run on the thread that stores for all spools.
   *
   * @param entity the name of the device or asset that the record is of
   * @param record not copied: must not change afterwards
   */
  CompletionStage<Long> append(String entity, byte[] record);

  /** The same for a record of which nobody knows the entity any more, or where it is no matter. */
  default CompletionStage<Long> append(byte[] record) {
    return append("", record);
  }

  /**
   * Takes stored records from the read position on and moves it behind them.
   *
   * @param maxRecords at most so many
   * @param maxBytes at most so many bytes in sum, but always one record if there is one
   * @return the records in order; empty when there is nothing to read now, or when reading failed:
   *     then the task of {@link #onReadable} runs in a second, and no record was passed
   */
  List<StoredRecord> read(int maxRecords, long maxBytes);

  /**
   * Whether {@link #read} may find something now; waits for nothing but a read under way. When not,
   * the task of {@link #onReadable} runs as soon as there is something.
   */
  default boolean mayHaveUnread() {
    return true;
  }

  /**
   * Sets what happens when records become readable after {@link #read} took all there were, or
   * found none: the task runs on a thread of the spool or of whoever appends, trims or rewinds,
   * must be short, and may run without need. Runs at once if there is something to read.
   */
  void onReadable(Runnable task);

  /**
   * Removes all records before the position; a position behind what was trimmed changes nothing.
   */
  void trimTo(long position);

  /** Moves the read position back to the first record that is not trimmed. */
  void rewind();

  /** What the spool holds now. */
  SpoolStats stats();

  /** Refuses new records, fails those that wait, and releases everything. Idempotent. */
  @Override
  void close();
}
