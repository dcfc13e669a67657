package io.integrationhost.host.delivery;

import io.integrationhost.entity.EntityData;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Value;
import java.util.List;
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
    return item.telemetry().stream()
        .flatMap(List::stream)
        .map(TimedValues::values)
        .map(ItemCheck::notANumber)
        .flatMap(Optional::stream)
        .findFirst()
        .or(() -> item.attributes().flatMap(ItemCheck::notANumber))
        .map(key -> "'" + item.name() + "': value of '" + key + "' is no finite number");
  }

  /** Whether there is anything to tell the server about the entity. */
  static boolean holdsSomething(EntityData item) {
    return !item.telemetry().map(List::isEmpty).orElse(true)
        || !item.attributes().map(Map::isEmpty).orElse(true);
  }

  private static Optional<String> notANumber(Map<String, Value> values) {
    return values.entrySet().stream()
        .filter(
            entry ->
                entry.getValue() instanceof Value.DoubleValue number
                    && !Double.isFinite(number.value()))
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
