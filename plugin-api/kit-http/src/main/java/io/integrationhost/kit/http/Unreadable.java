package io.integrationhost.kit.http;

/** A message that cannot be read, and with it all that follows on its connection. */
final class Unreadable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * Why, and what the client is told.
   *
   * @param status of the answer
   * @param why for logs, of the message
   */
  Unreadable(int status, String why) {
    super(why, null, false, false);
    this.status = status;
  }

  int status() {
    return status;
  }
}
