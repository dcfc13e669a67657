package io.integrationhost.remote;

/**
 * An uplink message was not sent or, as {@link LostAnswer}, got no answer; or a link cannot be
 * opened. The message says why.
 */
public sealed class LinkException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LinkException(String message) {
    super(message);
  }

  LinkException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * An uplink message was sent, and the stream ended before its answer: ThingsBoard may have
   * processed it or a part of it, or nothing.
   */
  public static final class LostAnswer extends LinkException {
    private static final long serialVersionUID = 1L;

    public LostAnswer(String message) {
      super(message);
    }
  }
}
