package io.integrationhost.spool;

/**
 * Whether a spool can store records now.
 *
 * @param state in one word
 * @param reason for a person, with what to do; empty when the state is {@link State#OK}
 */
public record SpoolHealth(State state, String reason) {

  /** The states of a spool's storage; all but {@link #CLOSED} end by themselves. */
  public enum State {
    OK,
    /** The disk has no room; appends wait and are tried again. */
    DISK_FULL,
    /**
     * The last write failed and its appends with it, and the next append tries again elsewhere; or
     * the disk does not answer, and appends wait for it.
     */
    FAILED,
    /** It stores, but files were missing or damaged; for ten minutes after that was found. */
    LOSS,
    CLOSED
  }

  static final SpoolHealth OK = new SpoolHealth(State.OK, "");
  static final SpoolHealth CLOSED = new SpoolHealth(State.CLOSED, "The spool is closed");
}
