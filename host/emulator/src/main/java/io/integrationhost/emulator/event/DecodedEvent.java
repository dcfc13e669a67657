package io.integrationhost.emulator.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * An event as the server would read it (facts 4.2).
 *
 * @param type simple class name, for example {@code LifecycleEvent}
 * @param id empty when the client leaves the choice to the server
 * @param createdTime milliseconds since 1970-01-01 UTC, 0 when not given
 * @param serviceId empty when absent; the server then drops the event's row (facts 2.5)
 * @param fields the class's own fields by name: texts, {@code Long}, {@code Boolean}; fields that
 *     are null are left out
 */
public record DecodedEvent(
    String type,
    Optional<UUID> id,
    long createdTime,
    Optional<UUID> tenantId,
    Optional<UUID> entityId,
    String serviceId,
    Map<String, Object> fields) {

  public DecodedEvent {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }
}
