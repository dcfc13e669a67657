package io.integrationhost.remote;

import java.util.Objects;

/**
 * Why there is no stream.
 *
 * @param message for people: where, what, and what to do; without secrets
 */
public record LinkFailure(Kind kind, String message) {
  public LinkFailure {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(message, "message");
  }

  /** What went wrong. */
  public enum Kind {
    NAME_NOT_FOUND,
    CONNECTION_REFUSED,
    /** Connect timeout or no route. */
    UNREACHABLE,
    /** The encryption could not be agreed on, or a side does not trust the other. */
    TLS,
    /** ThingsBoard knows no such routing key, or the secret is wrong. */
    KEY_REJECTED,
    /** ThingsBoard answers that it cannot serve the integration now. */
    SERVER_UNAVAILABLE,
    TOO_MANY_PINGS,
    /** One side sent more than the other takes in one message. */
    MESSAGE_TOO_LARGE,
    /** An answer or the answer to a heartbeat did not come in time. */
    NO_ANSWER,
    /** ThingsBoard ended the stream in good order. */
    STREAM_ENDED,
    /** The stream was cut. */
    STREAM_FAILED,
    /** ThingsBoard broke the rules of the link. */
    PROTOCOL_ERROR,
    /** Something else answers at this address. */
    NOT_THINGSBOARD
  }
}
