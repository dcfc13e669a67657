package io.integrationhost.cli.client;

/** A host does not answer, or answers that it will not; the message says what to do. */
public final class HostException extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;

  private final int status;

  /**
   * A failure.
   *
   * @param status of HTTP; 0 when there was no answer
   */
  HostException(String message, int status) {
    super(message);
    this.status = status;
  }

  /** Nobody answers. */
  public HostException(String message) {
    this(message, 0);
  }

  /** Of HTTP; 0 when there was no answer. */
  public int status() {
    return status;
  }

  /** Whether another command line would have been answered. */
  public boolean isBadUsage() {
    return status == BAD_REQUEST || status == NOT_FOUND;
  }
}
