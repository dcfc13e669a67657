package io.integrationhost.host.board;

import java.time.Instant;

/**
 * The state of an integration.
 *
 * @param reason for people: what is wrong and what to do; empty when there is nothing to say
 * @param since when the integration got into this state
 */
public record Status(Phase phase, String reason, Instant since) {

  /** The same as a short text for one line. */
  public String describe() {
    return reason.isEmpty() ? phase.name() : phase + ": " + reason;
  }
}
