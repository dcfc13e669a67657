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
  void storageFailed(Exception cause, Duration delay);

  /** A later sync of records that the journal holds failed. */
  void syncFailed(Segment segment, IOException cause);

  /** A new segment is in use; these hold nothing any more. */
  void rolled(List<Segment> removed);

  /** Whether all records of the segment have been trimmed. */
  boolean isTrimmed(Segment segment);
}
