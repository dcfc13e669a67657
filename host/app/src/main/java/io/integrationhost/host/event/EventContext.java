package io.integrationhost.host.event;

import io.integrationhost.remote.ConverterConfiguration;
import io.integrationhost.remote.EventSource;
import io.integrationhost.remote.IntegrationConfiguration;
import java.util.Optional;
import java.util.UUID;

/** Whose events are sent, and which of them the tenant wants to see. */
record EventContext(
    UUID tenantId, Subject integration, Subject uplinkConverter, Optional<Subject> downlink) {

  /** An integration or a converter. */
  record Subject(UUID id, DebugSettings debug) {
    static Subject of(ConverterConfiguration converter) {
      return new Subject(converter.converterId(), DebugSettings.parse(converter.debugSettings()));
    }
  }

  static EventContext of(IntegrationConfiguration configuration) {
    return new EventContext(
        configuration.tenantId(),
        new Subject(
            configuration.integrationId(), DebugSettings.parse(configuration.debugSettings())),
        Subject.of(configuration.uplinkConverter()),
        configuration.downlinkConverter().map(Subject::of));
  }

  /** The converter behind a list of events; absent when the integration has none. */
  Optional<Subject> converter(EventSource source) {
    return source == EventSource.UPLINK_CONVERTER ? Optional.of(uplinkConverter) : downlink;
  }

  /** Whether what becomes of uplinks may be to tell. */
  boolean watchesUplinks(long now) {
    return integration.debug().isOn(now) || uplinkConverter.debug().isOn(now);
  }
}
