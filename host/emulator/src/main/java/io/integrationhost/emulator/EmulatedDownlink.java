package io.integrationhost.emulator;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * A rule engine message for a device (facts 1.5, 2.7).
 *
 * @param type for example {@code RPC_CALL_FROM_SERVER_TO_DEVICE} or {@code ATTRIBUTES_UPDATED}
 * @param data normally JSON text
 * @param ts milliseconds since 1970-01-01 UTC
 */
public record EmulatedDownlink(
    String deviceName,
    String deviceType,
    UUID id,
    String type,
    String data,
    Map<String, String> metadata,
    UUID deviceId,
    long ts)
    implements Push {

  public EmulatedDownlink {
    Objects.requireNonNull(deviceName, "deviceName");
    Objects.requireNonNull(deviceType, "deviceType");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(data, "data");
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    Objects.requireNonNull(deviceId, "deviceId");
  }

  /** A message of now with a new id, no metadata and the device type {@code default}. */
  public static EmulatedDownlink of(String deviceName, String type, String data) {
    return of(deviceName, type, data, Map.of());
  }

  /** A message of now with a new id and the device type {@code default}. */
  public static EmulatedDownlink of(
      String deviceName, String type, String data, Map<String, String> metadata) {
    return new EmulatedDownlink(
        deviceName,
        "default",
        UUID.randomUUID(),
        type,
        data,
        metadata,
        DeterministicId.of("device", deviceName),
        System.currentTimeMillis());
  }
}
