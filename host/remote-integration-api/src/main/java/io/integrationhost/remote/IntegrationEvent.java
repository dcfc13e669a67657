package io.integrationhost.remote;

/** A row of the integration's event lists in ThingsBoard (facts 4). */
public sealed interface IntegrationEvent permits LifecycleEvent, StatisticsEvent {

  /** Of what and when it is. */
  EventStamp stamp();
}
