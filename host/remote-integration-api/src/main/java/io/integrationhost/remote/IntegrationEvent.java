package io.integrationhost.remote;

/** A row of the lists of events that ThingsBoard shows (facts 4). */
public sealed interface IntegrationEvent
    permits LifecycleEvent,
        StatisticsEvent,
        IntegrationDebugEvent,
        ConverterDebugEvent,
        RawDataEvent {

  /** Of what and when it is. */
  EventStamp stamp();

  /** Whose row it is. */
  EventSource source();
}
