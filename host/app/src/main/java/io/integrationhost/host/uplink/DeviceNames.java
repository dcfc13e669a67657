package io.integrationhost.host.uplink;

import io.integrationhost.entity.EntityData;
import io.integrationhost.entity.EntityKind;
import io.integrationhost.plugin.Uplink;
import java.util.List;
import java.util.Optional;

/** Finds which devices were heard. */
final class DeviceNames {

  private DeviceNames() {}

  /** Of converted items, each once; assets are not among them. */
  static List<String> in(List<EntityData> items) {
    if (items.size() == 1) {
      EntityData only = items.get(0);
      return only.kind() == EntityKind.DEVICE ? List.of(only.name()) : List.of();
    }
    return items.stream()
        .filter(item -> item.kind() == EntityKind.DEVICE)
        .map(EntityData::name)
        .distinct()
        .toList();
  }

  /** Of an uplink that says it without a converter. */
  static Optional<String> of(Uplink uplink) {
    if (uplink instanceof Uplink.Payload payload) {
      return payload.deviceName();
    } else if (uplink instanceof Uplink.Telemetry telemetry) {
      return Optional.of(telemetry.device().name());
    } else if (uplink instanceof Uplink.Attributes attributes) {
      return Optional.of(attributes.device().name());
    }
    return Optional.empty();
  }
}
