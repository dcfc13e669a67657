package io.integrationhost.host.back;

import io.integrationhost.host.board.Status;
import io.integrationhost.host.event.IntegrationEvents;
import io.integrationhost.remote.IntegrationConfiguration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells ThingsBoard how the integration is doing, so that its page shows the truth. A failure is
 * sent as STARTED or UPDATED without success, since other event types do not change the status that
 * ThingsBoard shows (facts 2.5). Confined to the control thread.
 */
final class StatusReport {

  private static final Logger log = LoggerFactory.getLogger(StatusReport.class);

  private final String name;
  private final IntegrationEvents events;
  private boolean startedBefore;

  StatusReport(String name, IntegrationEvents events) {
    this.name = name;
    this.events = events;
  }

  /**
   * ThingsBoard sent a configuration: whose events follow, and which ones it wants to see. Never
   * fails.
   */
  void configured(IntegrationConfiguration configuration) {
    try {
      events.configured(configuration);
    } catch (RuntimeException | Error e) {
      log.error("integration '{}': its events cannot follow a new configuration", name, e);
    }
  }

  /** Sends the state; what cannot be said over the link, such as that it is down, is left out. */
  void send(Status status) {
    switch (status.phase()) {
      case RUNNING -> lifecycle(Optional.empty());
      case DEGRADED, FAILED -> lifecycle(Optional.of(status.reason()));
      case DISABLED -> events.disabled();
      default -> {}
    }
  }

  private void lifecycle(Optional<String> error) {
    events.lifecycle(startedBefore ? "UPDATED" : "STARTED", error);
    startedBefore = startedBefore || error.isEmpty();
  }
}
