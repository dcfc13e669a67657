package io.integrationhost.remote;

/**
 * An uplink message got no answer, or a link cannot be opened; the message says why. It is not
 * known whether ThingsBoard processed an uplink message that was on its way.
 */
public final class LinkException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LinkException(String message) {
    super(message);
  }

  LinkException(String message, Throwable cause) {
    super(message, cause);
  }
}
