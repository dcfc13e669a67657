package io.integrationhost.entity;

import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Telemetry and attributes of one device or asset: one item of an uplink message (facts 1.2).
 *
 * <p>Presence matters to the server (facts 2.5): an absent {@code telemetry} is not the same as an
 * empty one.
 *
 * @param type the profile's name; may be empty only for what no converter made
 * @param label empty when there is none, like {@code customerName} and {@code groupName}; the three
 *     are used only when the entity is created
 * @param telemetry in the order in which it travels
 * @param attributes by key, in the order in which they travel
 */
public record EntityData(
    EntityKind kind,
    String name,
    String type,
    String label,
    String customerName,
    String groupName,
    Optional<List<TimedValues>> telemetry,
    Optional<Map<String, Value>> attributes) {

  public EntityData {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(label, "label");
    Objects.requireNonNull(customerName, "customerName");
    Objects.requireNonNull(groupName, "groupName");
    telemetry = telemetry.map(List::copyOf);
    attributes = attributes.map(map -> Collections.unmodifiableMap(new LinkedHashMap<>(map)));
  }

  /** The same data under another name, for a device that named itself at its handshake. */
  public EntityData withName(String newName) {
    return new EntityData(
        kind, newName, type, label, customerName, groupName, telemetry, attributes);
  }

  /** The same entity with other telemetry and attributes. */
  public EntityData withValues(
      Optional<List<TimedValues>> newTelemetry, Optional<Map<String, Value>> newAttributes) {
    return new EntityData(
        kind, name, type, label, customerName, groupName, newTelemetry, newAttributes);
  }
}
