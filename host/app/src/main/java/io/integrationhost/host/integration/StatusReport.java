package io.integrationhost.host.integration;

import io.integrationhost.host.delivery.EventSender;
import io.integrationhost.remote.EventStamp;
import io.integrationhost.remote.IntegrationConfiguration;
import io.integrationhost.remote.LifecycleEvent;
import io.integrationhost.remote.UplinkCodec;
import java.util.Optional;

/**
 * Tells ThingsBoard how the integration is doing, so that its page shows the truth. A failure is
 * sent as STARTED or UPDATED without success, since other event types do not change the status that
 * ThingsBoard shows (facts 2.5).
 */
final class StatusReport {

  private final String serviceId;
  private final UplinkCodec codec;
  private final EventSender events;
  private boolean startedBefore;

  StatusReport(String serviceId, UplinkCodec codec, EventSender events) {
    this.serviceId = serviceId;
    this.codec = codec;
    this.events = events;
  }

  /** Sends the state; what cannot be said over the link, such as that it is down, is left out. */
  void send(IntegrationConfiguration configuration, Status status) {
    switch (status.phase()) {
      case RUNNING -> lifecycle(configuration, Optional.empty());
      case DEGRADED, FAILED -> lifecycle(configuration, Optional.of(status.reason()));
      case DISABLED -> send(configuration, "STOPPED", Optional.empty());
      default -> {}
    }
  }

  private void lifecycle(IntegrationConfiguration configuration, Optional<String> error) {
    send(configuration, startedBefore ? "UPDATED" : "STARTED", error);
    startedBefore = startedBefore || error.isEmpty();
  }

  private void send(IntegrationConfiguration configuration, String type, Optional<String> error) {
    EventStamp stamp =
        new EventStamp(
            configuration.tenantId(),
            Optional.of(configuration.integrationId()),
            serviceId,
            Optional.empty(),
            0);
    events.send(codec.encode(new LifecycleEvent(stamp, type, error.isEmpty(), error)));
  }
}
