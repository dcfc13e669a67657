package io.integrationhost.spool;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Records of one log that are written to its segment and not committed yet.
 *
 * @param after the segment's extent once they are
 * @param time when they were appended, in milliseconds since 1970
 * @param buffer holds their journal entry
 * @param from where the entry's frame starts in the buffer
 * @param to where it ends
 */
record Batch(
    LogWriter log,
    Segment segment,
    Extent after,
    List<Append> appends,
    long time,
    ByteBuffer buffer,
    int from,
    int to) {

  long firstPosition() {
    return after.next() - appends.size();
  }
}
