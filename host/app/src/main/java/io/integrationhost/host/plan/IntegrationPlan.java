package io.integrationhost.host.plan;

import java.util.List;
import java.util.Map;

/**
 * What an integration's configuration asks for.
 *
 * @param transports those whose plugin is installed
 * @param missing why there is no plugin for the others, one sentence each
 * @param metadata what the tenant wants every converter call to see (facts 5.2)
 * @param waiting what the tenant wants of downlinks that wait
 * @param warnings of what the configuration holds but nobody reads, for people
 */
public record IntegrationPlan(
    List<TransportPlan> transports,
    List<String> missing,
    Map<String, String> metadata,
    WaitingWish waiting,
    List<String> warnings) {
  public IntegrationPlan {
    transports = List.copyOf(transports);
    missing = List.copyOf(missing);
    metadata = Map.copyOf(metadata);
    warnings = List.copyOf(warnings);
  }
}
