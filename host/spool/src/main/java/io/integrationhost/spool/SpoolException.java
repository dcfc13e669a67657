package io.integrationhost.spool;

/** A record could not be stored; the message says why and what to do. */
public final class SpoolException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public SpoolException(String message) {
    super(message);
  }

  public SpoolException(String message, Throwable cause) {
    super(message, cause);
  }
}
