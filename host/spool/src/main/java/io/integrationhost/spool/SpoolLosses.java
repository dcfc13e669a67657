package io.integrationhost.spool;

/**
 * What a spool lost, and why. Records count as they are found missing: damaged ones when the place
 * is read.
 *
 * @param overflowRecords removed, oldest first, because the spool was full
 * @param overflowBytes of these records
 * @param expiredRecords removed because they were older than the maximum age
 * @param expiredBytes of these records
 * @param damagedRecords missing between readable ones, or at the end of what was known to be there
 * @param damagedBytes of storage that were skipped because their checksums do not match
 */
public record SpoolLosses(
    long overflowRecords,
    long overflowBytes,
    long expiredRecords,
    long expiredBytes,
    long damagedRecords,
    long damagedBytes) {

  static final SpoolLosses NONE = new SpoolLosses(0, 0, 0, 0, 0, 0);
}
