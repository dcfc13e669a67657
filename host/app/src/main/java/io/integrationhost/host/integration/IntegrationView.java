package io.integrationhost.host.integration;

import io.integrationhost.host.board.Status;
import io.integrationhost.host.front.ConverterView;
import io.integrationhost.host.front.TransportView;
import io.integrationhost.remote.IntegrationConfiguration;
import io.integrationhost.remote.LinkState;
import io.integrationhost.remote.ServerAddress;
import io.integrationhost.spool.SpoolStats;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An integration at one moment; its parts are not taken at one instant.
 *
 * @param configuration the one in use, <b>with secrets in clear</b>; absent before the first
 * @param configured when it was put to use
 * @param rejection why another one that came is not in use
 * @param server where its link goes
 */
public record IntegrationView(
    String name,
    Status status,
    Paused paused,
    Optional<IntegrationConfiguration> configuration,
    Optional<Instant> configured,
    Optional<String> rejection,
    LinkState link,
    ServerAddress server,
    SpoolStats spool,
    List<TransportView> transports,
    List<ConverterView> converters) {

  public IntegrationView {
    transports = List.copyOf(transports);
    converters = List.copyOf(converters);
  }

  /** Whether any device can be served now, if only with a refusal. */
  public boolean servesDevices() {
    return transports.stream()
        .anyMatch(
            each ->
                each.state() == TransportView.State.UP
                    || each.state() == TransportView.State.DEGRADED);
  }

  /** Without the configuration, which holds secrets. */
  @Override
  public String toString() {
    return "IntegrationView[" + name + ", " + status + "]";
  }
}
