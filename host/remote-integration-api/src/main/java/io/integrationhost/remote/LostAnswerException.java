package io.integrationhost.remote;

/**
 * An uplink message was sent, and the stream ended before its answer: ThingsBoard may have
 * processed it or a part of it, or nothing.
 */
public final class LostAnswerException extends LinkException {
  private static final long serialVersionUID = 1L;

  public LostAnswerException(String message) {
    super(message);
  }
}
