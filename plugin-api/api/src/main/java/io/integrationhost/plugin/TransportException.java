package io.integrationhost.plugin;

import java.util.Objects;

/** A failure of a transport. The message is shown to operators: it names what, where and cure. */
public final class TransportException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What the host may do about it. */
  private final Kind kind;

  /**
   * A failure without a cause.
   *
   * @param kind what the host may do about it
   * @param message for operators
   */
  public TransportException(Kind kind, String message) {
    this(kind, message, null);
  }

  /**
   * A failure with its cause.
   *
   * @param kind what the host may do about it
   * @param message for operators
   * @param cause may be null
   */
  public TransportException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = Objects.requireNonNull(kind, "kind");
  }

  /**
   * What the host may do about it.
   *
   * @return the kind
   */
  public Kind kind() {
    return kind;
  }

  /** What the host may do about a failure. */
  public enum Kind {
    /** The slice is wrong: trying again will not help before somebody changes it. */
    CONFIGURATION,
    /** Something outside is missing now, such as a free port: the host tries again. */
    UNAVAILABLE,
    /** This one request cannot be served. */
    REJECTED,
    /**
     * Of a downlink: its bytes may have gone out, but the device did not confirm them or the
     * connection died of them, and sending them again does no harm. The host tries again, a bounded
     * number of times. Where a repetition could do harm use {@link #REJECTED} and say in the
     * message that it was sent and what became of it is unknown. Elsewhere the same as {@link
     * #REJECTED}.
     */
    UNCONFIRMED
  }
}
