package io.integrationhost.host.settings;

import io.integrationhost.remote.Backoff;
import io.integrationhost.remote.LinkSettings;
import java.time.Duration;

/**
 * How links behave.
 *
 * @param serviceId what ThingsBoard shows as the origin of events (facts 3.1)
 * @param heartbeat an idle link proves itself after this time (facts 2.6)
 * @param answerTimeout an unanswered message ends the session after this time
 * @param window messages in flight
 */
public record LinkTuning(String serviceId, Duration heartbeat, Duration answerTimeout, int window) {

  /** The settings of one integration's link. */
  public LinkSettings linkOf(IntegrationSettings integration) {
    return new LinkSettings(
        integration.name(),
        integration.server(),
        integration.credentials(),
        serviceId,
        window,
        heartbeat,
        answerTimeout,
        Backoff.standard());
  }
}
