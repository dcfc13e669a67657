package io.integrationhost.remote;

import java.util.Objects;

/** How many messages were processed and failed since the last such event (facts 3.5). */
public record StatisticsEvent(EventStamp stamp, long messagesProcessed, long errorsOccurred)
    implements IntegrationEvent {
  public StatisticsEvent {
    Objects.requireNonNull(stamp, "stamp");
  }

  @Override
  public EventSource source() {
    return EventSource.INTEGRATION;
  }
}
