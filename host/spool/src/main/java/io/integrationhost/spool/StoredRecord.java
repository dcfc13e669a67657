package io.integrationhost.spool;

/**
 * A stored record.
 *
 * @param position of the record in its spool
 * @param record as it was appended; must not be changed
 */
public record StoredRecord(long position, byte[] record) {}
