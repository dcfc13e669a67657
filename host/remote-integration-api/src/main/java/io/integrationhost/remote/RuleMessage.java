package io.integrationhost.remote;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * A message of ThingsBoard's rule engine (facts 1.5).
 *
 * @param type like {@code ATTRIBUTES_UPDATED}, or any custom name
 * @param originatorType the kind of entity, like {@code DEVICE}
 * @param data JSON text when {@code dataType} says so
 * @param ts milliseconds since 1970-01-01 UTC; 0 in an uplink lets ThingsBoard take its own time
 */
public record RuleMessage(
    UUID id,
    String type,
    String originatorType,
    UUID originatorId,
    Optional<UUID> customerId,
    Map<String, String> metadata,
    DataType dataType,
    String data,
    long ts) {

  public RuleMessage {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(originatorType, "originatorType");
    Objects.requireNonNull(originatorId, "originatorId");
    Objects.requireNonNull(customerId, "customerId");
    Objects.requireNonNull(dataType, "dataType");
    Objects.requireNonNull(data, "data");
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /** What the data is. */
  public enum DataType {
    JSON(0),
    TEXT(1),
    BINARY(2);

    private final int number;

    DataType(int number) {
      this.number = number;
    }

    /** As the wire has it. */
    int number() {
      return number;
    }

    static DataType of(int number) {
      for (DataType type : values()) {
        if (type.number == number) {
          return type;
        }
      }
      throw new IllegalArgumentException("data type " + number + " is not known");
    }
  }
}
