package io.integrationhost.host.uplink;

import io.integrationhost.entity.EntityData;
import io.integrationhost.entity.EntityKind;
import io.integrationhost.plugin.Uplink;
import java.util.List;

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

  /** Of an uplink that says it without a converter, each once. */
  static List<String> of(Uplink uplink) {
    if (uplink instanceof Uplink.Payload payload) {
      return payload.deviceName().map(List::of).orElse(List.of());
    } else if (uplink instanceof Uplink.Telemetry telemetry) {
      return List.of(telemetry.device().name());
    } else if (uplink instanceof Uplink.Attributes attributes) {
      return List.of(attributes.device().name());
    } else if (uplink instanceof Uplink.Readings readings) {
      return in(UplinkItems.of(readings));
    }
    return List.of();
  }

  /** Who published an uplink, for people. */
  static String who(Uplink uplink) {
    List<String> names = of(uplink);
    if (names.isEmpty()) {
      return "source " + uplink.source().session();
    }
    String first = "device '" + names.get(0) + "'";
    return names.size() == 1 ? first : first + " and " + (names.size() - 1) + " more";
  }
}
