package io.integrationhost.host.delivery;

import io.integrationhost.entity.EntityData;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Value;
import java.util.Map;
import java.util.Optional;

/** Finds items that the server would never accept (facts 2.5), before they are stored. */
final class ItemCheck {

  private ItemCheck() {}

  /** Why the server would refuse the item; empty when nothing is known against it. */
  static Optional<String> objection(EntityData item) {
    if (item.name().isBlank()) {
      return Optional.of(item.kind() + " without a name; the converter must give one");
    }
    if (!holdsSomething(item)) {
      return Optional.of(
          "'"
              + item.name()
              + "' has neither telemetry nor attributes; ThingsBoard refuses such an item: return"
              + " at least one value");
    }
    Optional<String> key = item.attributes().flatMap(ItemCheck::notANumber);
    if (item.telemetry().isPresent()) {
      for (TimedValues instant : item.telemetry().get()) {
        key = key.or(() -> notANumber(instant.values()));
      }
    }
    return key.map(name -> "'" + item.name() + "': value of '" + name + "' is no finite number");
  }

  /** Whether there is anything to tell the server about the entity. */
  static boolean holdsSomething(EntityData item) {
    return (item.telemetry().isPresent() && !item.telemetry().get().isEmpty())
        || (item.attributes().isPresent() && !item.attributes().get().isEmpty());
  }

  private static Optional<String> notANumber(Map<String, Value> values) {
    for (Value value : values.values()) {
      if (isNoNumber(value)) {
        return values.entrySet().stream()
            .filter(entry -> isNoNumber(entry.getValue()))
            .map(Map.Entry::getKey)
            .findFirst();
      }
    }
    return Optional.empty();
  }

  private static boolean isNoNumber(Value value) {
    return value instanceof Value.DoubleValue number && !Double.isFinite(number.value());
  }
}
