package io.integrationhost.spool;

import java.io.IOException;

/** The reasons for which both kinds of spool refuse a record. */
final class SpoolFailures {

  private SpoolFailures() {}

  static SpoolException tooLarge(String spool, long bytes, long limit) {
    return new SpoolException(
        ("Spool '%s': a record of %d bytes is larger than the %d bytes that fit; "
                + "raise the spool's size or send smaller records")
            .formatted(spool, bytes, limit));
  }

  static SpoolException tooManyWaiting(String spool, int limit) {
    return new SpoolException(
        ("Spool '%s' is full and %d records wait for room already; "
                + "stop sending until earlier records are stored")
            .formatted(spool, limit));
  }

  static SpoolException closed(String spool) {
    return new SpoolException(
        "Spool '%s' is closed; the record was not stored, send it again after the restart"
            .formatted(spool));
  }

  static SpoolException storage(String spool, Throwable cause) {
    String why =
        cause instanceof IOException
            ? "since the disk failed: %s; check the disk of the data directory, then send the record again"
                .formatted(cause.getMessage())
            : "because of %s; send the record again".formatted(cause);
    return new SpoolException(
        "Spool '%s': the record was not stored, %s".formatted(spool, why), cause);
  }
}
