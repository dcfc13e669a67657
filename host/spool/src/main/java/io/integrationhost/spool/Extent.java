package io.integrationhost.spool;

/**
 * How far a segment goes.
 *
 * @param end offset behind the last frame
 * @param next position behind the last record
 */
record Extent(long end, long next) {}
