package io.integrationhost.host.settings;

/**
 * The bounds of one integration's spool.
 *
 * @param maxBytes stored records
 * @param maxWaiting uplinks that may wait for room while the spool is full
 */
public record SpoolSettings(long maxBytes, int maxWaiting) {}
