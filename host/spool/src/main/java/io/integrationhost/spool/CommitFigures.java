package io.integrationhost.spool;

import io.integrationhost.ground.Distribution;

/**
 * What the storing thread has done for all spools of a directory since it was opened.
 *
 * @param durations of groups that were written and synced, with the sync
 * @param items records in a group
 * @param writtenBytes of records with what stands around them
 */
public record CommitFigures(
    Distribution.Reading durations, Distribution.Reading items, long writtenBytes) {}
