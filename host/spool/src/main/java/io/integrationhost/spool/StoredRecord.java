package io.integrationhost.spool;

/**
 * A stored record.
 *
 * @param position of the record in its spool
 * @param record as it was appended; must not be changed
 * @param appendedAt in milliseconds since 1970, by the clock of that time; 0 when nobody knows
 */
public record StoredRecord(long position, byte[] record, long appendedAt) {

  /** A record of which nobody knows when it was appended. */
  public StoredRecord(long position, byte[] record) {
    this(position, record, 0);
  }
}
