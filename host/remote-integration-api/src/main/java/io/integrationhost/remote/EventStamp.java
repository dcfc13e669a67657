package io.integrationhost.remote;

import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Of what and when an event is. ThingsBoard overwrites tenant and entity, and keeps its own receive
 * time instead of {@code createdTime} unless the event has an id (facts 2.5).
 *
 * @param serviceId must not be empty, or ThingsBoard drops the event
 * @param id best a time-based one
 * @param createdTime milliseconds since 1970-01-01 UTC; 0 when not known
 */
public record EventStamp(
    UUID tenantId, UUID entityId, String serviceId, Optional<UUID> id, long createdTime) {
  public EventStamp {
    Objects.requireNonNull(tenantId, "tenantId");
    Objects.requireNonNull(entityId, "entityId");
    Objects.requireNonNull(id, "id");
    if (serviceId.isBlank()) {
      throw new IllegalArgumentException("the service id of an event is empty");
    }
  }
}
