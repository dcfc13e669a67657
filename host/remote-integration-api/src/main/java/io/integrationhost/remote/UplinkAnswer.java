package io.integrationhost.remote;

import java.util.Objects;

/** ThingsBoard's answer to one uplink message (facts 2.4). */
public sealed interface UplinkAnswer {

  /** All items were handed to ThingsBoard's queue. */
  record Accepted() implements UplinkAnswer {}

  /**
   * An item failed. The items before it were processed, those after it were not.
   *
   * @param error ThingsBoard's words; may be empty
   */
  record Refused(String error) implements UplinkAnswer {
    public Refused {
      Objects.requireNonNull(error, "error");
    }

    /** Whether it tells that too much came lately, not that anything is wrong. */
    public boolean isRateLimit() {
      return error.contains("rate limits reached");
    }
  }
}
