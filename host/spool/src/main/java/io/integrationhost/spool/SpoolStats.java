package io.integrationhost.spool;

/**
 * What a spool holds.
 *
 * @param records stored and not trimmed
 * @param bytes of these records
 * @param waiting appends that wait for room
 * @param maxBytes the bound
 */
public record SpoolStats(long records, long bytes, long waiting, long maxBytes) {}
