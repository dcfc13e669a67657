package io.integrationhost.remote;

import java.util.Objects;

/**
 * What a device sent, in the device's own list of events (facts 4.3). ThingsBoard drops it when it
 * knows no such device.
 *
 * @param stamp without an entity: ThingsBoard looks for the device
 * @param deviceName of the device
 * @param uuid tells messages apart; any text
 * @param messageType {@code JSON}, {@code TEXT} or {@code BINARY}
 * @param message JSON text
 */
public record RawDataEvent(
    EventStamp stamp, String deviceName, String uuid, String messageType, String message)
    implements IntegrationEvent {
  public RawDataEvent {
    Objects.requireNonNull(stamp, "stamp");
    Objects.requireNonNull(deviceName, "deviceName");
    Objects.requireNonNull(uuid, "uuid");
    Objects.requireNonNull(messageType, "messageType");
    Objects.requireNonNull(message, "message");
  }

  @Override
  public EventSource source() {
    return EventSource.DEVICE;
  }

  /** Without the message, which is the tenant's. */
  @Override
  public String toString() {
    return "RawDataEvent[" + deviceName + "]";
  }
}
