package io.integrationhost.runtime;

/**
 * What a plugin did wrong or reported, in words. Holds text only: neither the plugin's throwable
 * nor a stack trace of its own, either of which would keep the plugin's class loader alive.
 */
public final class PluginFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final String reason;
  private final String cure;
  private final String type;
  private final String stack;
  private final String place;

  PluginFailure(Kind kind, String reason, String cure, ThrowableText thrown) {
    super(cure.isEmpty() ? reason : reason + "; " + cure, null, false, false);
    this.kind = kind;
    this.reason = reason;
    this.cure = cure;
    this.type = thrown.type();
    this.stack = thrown.stack();
    this.place = thrown.place();
  }

  /** A failure that no throwable caused. */
  PluginFailure(Kind kind, String reason, String cure) {
    this(kind, reason, cure, ThrowableText.NONE);
  }

  /**
   * The failure in what a stage of this module failed with; stages wrap it as the JDK's do.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static PluginFailure in(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof PluginFailure failure) {
        return failure;
      }
    }
    throw new IllegalArgumentException("not a failure of a plugin", thrown);
  }

  public Kind kind() {
    return kind;
  }

  /** What happened, beginning with the plugin. */
  public String reason() {
    return reason;
  }

  /** What to do; empty when the reason is the plugin's own message, which says it. */
  public String cure() {
    return cure;
  }

  /** The class name of what the plugin threw; empty when it threw nothing. */
  public String type() {
    return type;
  }

  /** The stack trace of what the plugin threw, as text; empty when it threw nothing. */
  public String stack() {
    return stack;
  }

  /** Where the plugin threw it; empty when it threw nothing. */
  String place() {
    return place;
  }

  /** What the host may do about a failure. */
  public enum Kind {
    /** The slice is wrong: trying again will not help before somebody changes it. */
    CONFIGURATION,
    /** Something outside is missing now, or the transport is not running: try again later. */
    UNAVAILABLE,
    /** This one request cannot be served. */
    REJECTED,
    /** A downlink may have been sent, and sending it again does no harm. Of others: REJECTED. */
    UNCONFIRMED,
    /** The plugin needs classes that are not there, or another API or Java release. */
    INCOMPATIBLE,
    /**
     * The call did not reach the plugin in time, since something else held its thread, and never
     * will: try again later. Only a stop goes on waiting for its turn.
     */
    BUSY,
    /** The plugin was called and did not answer in time; nobody knows what it did. */
    DEADLINE,
    /** The plugin broke its contract or threw something unexpected. */
    DEFECT
  }
}
