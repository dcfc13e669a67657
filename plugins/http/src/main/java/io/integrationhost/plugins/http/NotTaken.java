package io.integrationhost.plugins.http;

/** A request that is refused by what it holds. */
final class NotTaken extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * What the client is told.
   *
   * @param line for people; empty: nothing
   */
  NotTaken(int status, String line) {
    super(line, null, false, false);
    this.status = status;
  }

  int status() {
    return status;
  }
}
