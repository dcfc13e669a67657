package io.integrationhost.plugin;

import java.util.Map;
import java.util.Objects;

/**
 * Data for a device.
 *
 * @param deviceName the device's name in ThingsBoard
 * @param contentType what the payload holds
 * @param payload the bytes to send; must not be changed
 * @param metadata what the downlink converter added
 */
public record Downlink(
    String deviceName, ContentType contentType, byte[] payload, Map<String, String> metadata) {
  /**
   * Copies the metadata, not the payload.
   *
   * @param deviceName as of the record
   * @param contentType as of the record
   * @param payload as of the record
   * @param metadata as of the record
   */
  public Downlink {
    Objects.requireNonNull(deviceName, "deviceName");
    Objects.requireNonNull(contentType, "contentType");
    Objects.requireNonNull(payload, "payload");
    metadata = Map.copyOf(metadata);
  }

  /** Names the device, the kind and the size, never the content. */
  @Override
  public String toString() {
    return "Downlink[" + deviceName + ", " + contentType + ", " + payload.length + " bytes]";
  }
}
