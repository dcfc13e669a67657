package io.integrationhost.remote;

import java.util.Objects;

/**
 * Data for a device, from a rule chain.
 *
 * @param deviceName the device's name in ThingsBoard when it was sent
 */
public record DownlinkMessage(String deviceName, String deviceType, RuleMessage message) {
  public DownlinkMessage {
    Objects.requireNonNull(deviceName, "deviceName");
    Objects.requireNonNull(deviceType, "deviceType");
    Objects.requireNonNull(message, "message");
  }
}
