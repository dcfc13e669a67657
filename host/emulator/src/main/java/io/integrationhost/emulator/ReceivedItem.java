package io.integrationhost.emulator;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One item of an uplink message, as the server took it.
 *
 * @param routingKey of the integration
 * @param integration its name
 * @param name of the device or asset; of the device for an event about a device, else the
 *     integration's
 * @param type the profile of a device or asset; the class of an event, for example {@code
 *     LifecycleEvent}; the type of a custom message
 * @param telemetry in the order received, empty for events and custom messages
 * @param attributes values as in {@link Reading}
 * @param details the rest: {@code label}, {@code customerName}, {@code groupName} of an entity when
 *     given; the fields of an event and its {@code source}; {@code id}, {@code data}, {@code
 *     metadata}, {@code entityType}, {@code entityId} and {@code ts} of a custom message
 * @param note why the server drops the item or a part of it without saying so, empty otherwise
 * @param receivedAt when the item was processed
 */
public record ReceivedItem(
    String routingKey,
    String integration,
    Kind kind,
    String name,
    String type,
    List<Reading> telemetry,
    Map<String, Object> attributes,
    Map<String, Object> details,
    String note,
    Instant receivedAt) {

  /** What an item is about. */
  public enum Kind {
    DEVICE,
    ASSET,
    STATISTICS,
    EVENT,
    MESSAGE
  }

  public ReceivedItem {
    telemetry = List.copyOf(telemetry);
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
  }
}
