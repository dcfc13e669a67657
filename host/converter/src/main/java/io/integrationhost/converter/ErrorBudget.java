package io.integrationhost.converter;

import java.util.Objects;
import java.util.Optional;

/**
 * How one version of a converter stands with the errors that it may make, for status and events.
 *
 * @param blocked why it takes no message of anyone now; absent when it does
 * @param blockedSources sources that it takes no message of now, while others go on
 * @param errors counted so far: those that bring a block closer (facts 5.8)
 * @param lastError what the last error said that drew on the number or on the time of errors
 * @param refused messages that were not tried because of a block
 */
public record ErrorBudget(
    Optional<String> blocked,
    int blockedSources,
    long errors,
    Optional<String> lastError,
    long refused) {

  public ErrorBudget {
    Objects.requireNonNull(blocked, "blocked");
    Objects.requireNonNull(lastError, "lastError");
  }
}
