package io.integrationhost.remote;

import java.util.Objects;
import java.util.Optional;

/**
 * The integration was started, updated, stopped. It drives the status that ThingsBoard shows: only
 * {@code STARTED} and {@code UPDATED} show a failure there, {@code FAILED} does not (facts 2.5).
 *
 * @param type like {@code STARTED}
 * @param error why it failed
 */
public record LifecycleEvent(EventStamp stamp, String type, boolean success, Optional<String> error)
    implements IntegrationEvent {
  public LifecycleEvent {
    Objects.requireNonNull(stamp, "stamp");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(error, "error");
  }

  @Override
  public EventSource source() {
    return EventSource.INTEGRATION;
  }
}
