package io.integrationhost.remote;

import java.util.Objects;
import java.util.Optional;

/**
 * What an integration received or sent (facts 4.3).
 *
 * @param type like {@code Uplink} or {@code Downlink}
 * @param messageType {@code JSON}, {@code TEXT} or {@code BINARY}
 * @param message the message itself; Base64 for {@code BINARY}
 * @param status {@code OK}, {@code ERROR} or {@code FAILURE}
 * @param error why it failed
 */
public record IntegrationDebugEvent(
    EventStamp stamp,
    String type,
    String messageType,
    String message,
    String status,
    Optional<String> error)
    implements IntegrationEvent {
  public IntegrationDebugEvent {
    Objects.requireNonNull(stamp, "stamp");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(messageType, "messageType");
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(error, "error");
  }

  @Override
  public EventSource source() {
    return EventSource.INTEGRATION;
  }

  /** Without the message, which is the tenant's. */
  @Override
  public String toString() {
    return "IntegrationDebugEvent[" + type + ", " + status + "]";
  }
}
