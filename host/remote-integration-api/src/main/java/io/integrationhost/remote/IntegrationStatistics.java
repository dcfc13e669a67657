package io.integrationhost.remote;

import java.util.Objects;

/**
 * The same counts as telemetry of the integration (facts 3.5).
 *
 * @param ts milliseconds since 1970-01-01 UTC
 * @param state like {@code STARTED}
 */
public record IntegrationStatistics(long ts, long messages, long errors, String state) {
  public IntegrationStatistics {
    Objects.requireNonNull(state, "state");
  }
}
