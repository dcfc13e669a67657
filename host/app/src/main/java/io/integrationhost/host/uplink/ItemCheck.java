package io.integrationhost.host.uplink;

import io.integrationhost.entity.EntityData;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Judges items before they are stored: ThingsBoard would refuse some for ever (facts 2.5), and has
 * nothing to do with one that holds no value. Host and {@code convert} judge by it alike.
 */
public final class ItemCheck {

  private ItemCheck() {}

  /**
   * Why nothing of an uplink is stored; empty when nothing is known against it. Among others an
   * item without any value is left out, see {@link #holdsValues}.
   *
   * @param items of one uplink, at least one
   */
  public static Optional<String> objection(List<EntityData> items) {
    Optional<String> objection = Optional.empty();
    boolean anyValue = false;
    for (EntityData item : items) {
      objection = objection.or(() -> malformed(item));
      anyValue = anyValue || holdsValues(item);
    }
    return anyValue
        ? objection
        : objection.or(() -> items.stream().findFirst().map(ItemCheck::empty));
  }

  /** Whether there is a value to tell ThingsBoard about the entity. */
  public static boolean holdsValues(EntityData item) {
    return item.attributes().filter(values -> !values.isEmpty()).isPresent()
        || item.telemetry().filter(ItemCheck::anyValue).isPresent();
  }

  private static boolean anyValue(List<TimedValues> telemetry) {
    for (TimedValues instant : telemetry) {
      if (!instant.values().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private static String empty(EntityData item) {
    return "'"
        + item.name()
        + "' holds no value (a key that is null or no number is left out), so there is nothing to"
        + " send; return at least one value, or nothing at all for a message without a reading";
  }

  private static Optional<String> malformed(EntityData item) {
    if (item.name().isBlank()) {
      return Optional.of(item.kind() + " without a name; the converter must give one");
    }
    Optional<String> key = item.attributes().flatMap(ItemCheck::notANumber);
    if (item.telemetry().isPresent()) {
      for (TimedValues instant : item.telemetry().get()) {
        key = key.or(() -> notANumber(instant.values()));
      }
    }
    return key.map(name -> "'" + item.name() + "': value of '" + name + "' is no finite number");
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
