package io.integrationhost.host.board;

import io.integrationhost.ground.RateLimitedLog;
import io.integrationhost.host.delivery.DeliveryCounters;
import io.integrationhost.host.event.IntegrationEvents;
import io.integrationhost.host.settings.IntegrationSettings;
import io.integrationhost.spool.ReadingLog;

/**
 * What the two halves of one integration share.
 *
 * @param settings as the host was started with, or has taken it up
 * @param log the readings' way from front to back
 * @param events what ThingsBoard shows of both
 * @param warnings of both, so that neither drowns the other's
 */
public record Joint(
    IntegrationSettings settings,
    ReadingLog log,
    Board board,
    IntegrationEvents events,
    DeliveryCounters counters,
    RateLimitedLog warnings) {

  /** The operator's name for the integration. */
  public String name() {
    return settings.name();
  }
}
