package io.integrationhost.spool;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** What the threads of the store tell a log; never under a lock. */
interface LogEvents {

  /** The name of the spool. */
  String name();

  void committed(Batch batch);

  void failed(List<Append> appends, SpoolException cause);

  /** The next append does not fit. */
  void full();

  /** The disk is full; what waits is tried again after the delay. */
  void diskFull(IOException cause, Duration delay);

  /** A write or sync failed; what waits goes elsewhere after the delay. */
  void storageFailed(Throwable cause, Duration delay);

  /** A later sync of records that the journal holds failed. */
  void syncFailed(Segment segment, Throwable cause);

  /** A new segment is in use; others may hold nothing any more. */
  void rolled();

  /**
   * The file that was written has lost its name; another one took its place.
   *
   * @param gone its former segment
   * @param saved how many of its records that were not delivered are in the new one
   */
  void moved(Segment gone, long saved);

  /** A look at the file that is written found that nothing can be stored now. */
  void troubled(Throwable cause);

  /** What troubled is over. */
  void inPlace();

  /** Whether all records of the segment have been trimmed. */
  boolean isTrimmed(Segment segment);
}
