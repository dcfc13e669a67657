package io.integrationhost.host.event;

import io.integrationhost.remote.EventIds;
import io.integrationhost.remote.EventStamp;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/**
 * Stamps events with who, what and when. Without an id ThingsBoard would keep the time at which it
 * received the event (facts 2.5), which may be hours later. Safe for any thread.
 */
public final class EventStamps {

  private final String serviceId;
  private final EventIds ids;
  private final Clock clock;

  /**
   * Stamps of one host.
   *
   * @param serviceId as in the connect request
   */
  public EventStamps(String serviceId, EventIds ids, Clock clock) {
    this.serviceId = serviceId;
    this.ids = ids;
    this.clock = clock;
  }

  EventStamp now(UUID tenant, Optional<UUID> entity) {
    return new EventStamp(tenant, entity, serviceId, Optional.of(ids.next()), clock.millis());
  }

  long millis() {
    return clock.millis();
  }

  /** A text that tells one message from others. */
  String uniqueText() {
    return ids.next().toString();
  }
}
