package io.integrationhost.plugin;

import java.util.Objects;

/**
 * A device as ThingsBoard knows it.
 *
 * @param name unique in the tenant; a device of this name is created when there is none
 * @param type names the device profile; matters only when the device is created
 */
public record Device(String name, String type) {
  /**
   * Refuses a blank name.
   *
   * @param name as of the record
   * @param type as of the record
   */
  public Device {
    if (name.isBlank()) {
      throw new IllegalArgumentException("device name is blank (expected: a name)");
    }
    Objects.requireNonNull(type, "type");
  }

  /**
   * A device of ThingsBoard's profile {@code default}.
   *
   * @param name unique in the tenant
   * @return the device
   */
  public static Device named(String name) {
    return new Device(name, "default");
  }
}
