package io.integrationhost.spool;

/** Counts what a log loses. Damage that is read again after a rewind counts once. */
final class Losses {

  private SpoolLosses sum = SpoolLosses.NONE;
  private long damageCountedTo;
  private long damagedSegment;
  private long damagedOffset;

  synchronized SpoolLosses sum() {
    return sum;
  }

  synchronized void overflow(long records, long bytes) {
    sum = plus(new SpoolLosses(records, bytes, 0, 0, 0, 0));
  }

  synchronized void expired(long records, long bytes) {
    sum = plus(new SpoolLosses(0, 0, records, bytes, 0, 0));
  }

  /** Positions from one to the other are missing; returns how many of them were not counted yet. */
  synchronized long missing(long from, long to) {
    long records = to - Math.max(from, damageCountedTo);
    if (records <= 0) {
      return 0;
    }
    damageCountedTo = to;
    sum = plus(new SpoolLosses(0, 0, 0, 0, records, 0));
    return records;
  }

  /** Bytes before the offset of the segment were no frames. */
  synchronized void skipped(Segment segment, long offset, long bytes) {
    boolean known =
        segment.sequence() < damagedSegment
            || (segment.sequence() == damagedSegment && offset <= damagedOffset);
    if (bytes > 0 && !known) {
      damagedSegment = segment.sequence();
      damagedOffset = offset;
      sum = plus(new SpoolLosses(0, 0, 0, 0, 0, bytes));
    }
  }

  private SpoolLosses plus(SpoolLosses more) {
    return new SpoolLosses(
        sum.overflowRecords() + more.overflowRecords(),
        sum.overflowBytes() + more.overflowBytes(),
        sum.expiredRecords() + more.expiredRecords(),
        sum.expiredBytes() + more.expiredBytes(),
        sum.damagedRecords() + more.damagedRecords(),
        sum.damagedBytes() + more.damagedBytes());
  }
}
