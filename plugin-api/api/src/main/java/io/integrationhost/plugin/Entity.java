package io.integrationhost.plugin;

import java.util.Objects;

/**
 * A device or an asset as ThingsBoard knows it; created when there is none of the name. All but
 * kind and name matter only then.
 *
 * @param kind device or asset
 * @param name unique in the tenant among entities of the kind
 * @param type names the profile
 * @param label for people; empty when there is none
 * @param customer whose it becomes; empty for nobody's
 * @param group which group of entities it joins; empty for none
 */
public record Entity(
    Kind kind, String name, String type, String label, String customer, String group) {
  /**
   * Refuses a blank name.
   *
   * @param kind as of the record
   * @param name as of the record
   * @param type as of the record
   * @param label as of the record
   * @param customer as of the record
   * @param group as of the record
   */
  public Entity {
    Objects.requireNonNull(kind, "kind");
    if (name.isBlank()) {
      throw new IllegalArgumentException("entity name is blank (expected: a name)");
    }
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(label, "label");
    Objects.requireNonNull(customer, "customer");
    Objects.requireNonNull(group, "group");
  }

  /**
   * A device of ThingsBoard's profile {@code default}.
   *
   * @param name unique among the tenant's devices
   * @return the device
   */
  public static Entity device(String name) {
    return of(Device.named(name));
  }

  /**
   * An asset.
   *
   * @param name unique among the tenant's assets
   * @param type names the asset profile
   * @return the asset
   */
  public static Entity asset(String name, String type) {
    return new Entity(Kind.ASSET, name, type, "", "", "");
  }

  /**
   * A device that is known already.
   *
   * @param device gives name and type
   * @return the same device, without label, customer and group
   */
  public static Entity of(Device device) {
    return new Entity(Kind.DEVICE, device.name(), device.type(), "", "", "");
  }

  /** The kinds of entity that data can be of. */
  public enum Kind {
    /** A device; can have downlinks. */
    DEVICE,
    /** An asset, such as a building or a line of machines. */
    ASSET
  }
}
