package io.integrationhost.spool;

import java.time.Instant;
import java.util.Optional;

/**
 * What a spool holds.
 *
 * @param records stored and not trimmed
 * @param bytes of these records, without what the spool adds to them; about, while the oldest file
 *     is partly trimmed
 * @param waiting appends that wait for room or for the storage
 * @param maxBytes the bound
 * @param appended records stored since the spool was opened
 * @param oldest when the oldest record was appended, by the clock of that time; up to a second
 *     behind, and empty when there is none or it was not looked up yet
 * @param losses records that left the spool without having been trimmed, since it was opened
 * @param health whether the storage works
 * @param diskBytes what the spool takes on the disk, which is what counts for its bound; 0 for one
 *     in memory
 */
public record SpoolStats(
    long records,
    long bytes,
    long waiting,
    long maxBytes,
    long appended,
    Optional<Instant> oldest,
    SpoolLosses losses,
    SpoolHealth health,
    long diskBytes) {}
