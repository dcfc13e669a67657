package io.integrationhost.remote;

import java.time.Instant;

/** Where a link stands. */
public sealed interface LinkState {

  /** Opened, but {@link Link#start} was not called. */
  record NotStarted() implements LinkState {}

  /** An attempt is under way. */
  record Connecting() implements LinkState {}

  /** ThingsBoard accepted the integration. */
  record Connected() implements LinkState {}

  /**
   * The stream failed or ended; the link tries again by itself.
   *
   * @param attempt how many attempts failed in a row
   */
  record Waiting(LinkFailure failure, Instant nextAttempt, int attempt) implements LinkState {}

  /** ThingsBoard refused the credentials; the link tries again, but slowly. */
  record Refused(LinkFailure failure, Instant nextAttempt) implements LinkState {}

  /** Over for good. */
  record Closed() implements LinkState {}
}
