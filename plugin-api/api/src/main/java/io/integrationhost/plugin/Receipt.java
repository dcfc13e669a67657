package io.integrationhost.plugin;

import java.util.Objects;

/** What became of a published uplink. */
public sealed interface Receipt {

  /** The host has stored the uplink and will deliver it. */
  record Stored() implements Receipt {}

  /** The converter found nothing to send in the payload; there is nothing to repeat. */
  record NoContent() implements Receipt {}

  /**
   * The host did not take the uplink.
   *
   * @param reason what programs tell apart
   * @param message for people: what is wrong and what to do
   */
  record Rejected(Reason reason, String message) implements Receipt {
    /**
     * Refuses null.
     *
     * @param reason as of the record
     * @param message as of the record
     */
    public Rejected {
      Objects.requireNonNull(reason, "reason");
      Objects.requireNonNull(message, "message");
    }
  }

  /** Why an uplink was refused. */
  enum Reason {
    /** The integration is disabled in ThingsBoard. */
    DISABLED,
    /** The converter failed on this payload. */
    CONVERTER,
    /** The uplink is such that ThingsBoard would never accept it. */
    INVALID,
    /** The transport has more uplinks under way than the host allows. */
    OVERLOADED,
    /** The host cannot store now, for example because it is stopping or its disk failed. */
    UNAVAILABLE
  }
}
