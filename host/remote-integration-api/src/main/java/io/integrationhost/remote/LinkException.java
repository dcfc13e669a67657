package io.integrationhost.remote;

/**
 * An uplink message was not sent or, as {@link LostAnswerException}, got no answer; or a link
 * cannot be opened. The message says why.
 */
public sealed class LinkException extends RuntimeException permits LostAnswerException {
  private static final long serialVersionUID = 1L;

  LinkException(String message) {
    super(message);
  }

  LinkException(String message, Throwable cause) {
    super(message, cause);
  }
}
