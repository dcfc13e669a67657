package io.integrationhost.remote;

import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Of what and when an event is. ThingsBoard overwrites tenant and entity, and keeps its own receive
 * time instead of {@code createdTime} unless the event has an id (facts 2.5).
 *
 * @param tenantId null becomes {@link #SYSTEM_TENANT}, as in ThingsBoard's own events (facts 4.3)
 * @param entityId the integration or the converter; absent for raw data of a device
 * @param serviceId must not be empty, or ThingsBoard drops the event
 * @param id best a time-based one, see {@link EventIds}
 * @param createdTime milliseconds since 1970-01-01 UTC; 0 when not known
 */
public record EventStamp(
    UUID tenantId, Optional<UUID> entityId, String serviceId, Optional<UUID> id, long createdTime) {

  /** The tenant of what belongs to no tenant (facts 4.3). */
  public static final UUID SYSTEM_TENANT = UUID.fromString("13814000-1dd2-11b2-8080-808080808080");

  public EventStamp {
    tenantId = tenantId == null ? SYSTEM_TENANT : tenantId;
    Objects.requireNonNull(entityId, "entityId");
    Objects.requireNonNull(id, "id");
    if (serviceId.isBlank()) {
      throw new IllegalArgumentException("the service id of an event is empty");
    }
  }
}
