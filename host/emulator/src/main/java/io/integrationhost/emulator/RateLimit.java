package io.integrationhost.emulator;

import java.time.Duration;
import java.util.Objects;

/**
 * So many items in a period, counted from the first item of the period (facts 2.5).
 *
 * @param items at least 0
 */
public record RateLimit(Scope scope, int items, Duration period) {

  /** What is limited; the constants know what the server answers. */
  public enum Scope {
    /** All devices and assets together. */
    TENANT("TENANT rate limits reached!"),
    /** Each device by name. */
    DEVICE("DEVICE rate limits reached!"),
    /** Each asset by name. */
    ASSET("ASSET rate limits reached!"),
    /** All events with the source INTEGRATION. */
    INTEGRATION_EVENTS("Integration debug rate limits reached!");

    private final String text;

    Scope(String text) {
      this.text = text;
    }

    /** The text of the failure answer. */
    public String text() {
      return text;
    }
  }

  public RateLimit {
    Objects.requireNonNull(scope, "scope");
    if (items < 0 || period.isNegative() || period.isZero()) {
      throw new IllegalArgumentException(
          "A rate limit needs 0 or more items and a positive period, not "
              + items
              + " in "
              + period);
    }
  }
}
