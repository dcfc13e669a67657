package io.integrationhost.host.slice;

import java.util.List;
import java.util.Map;

/**
 * What an integration's configuration asks for.
 *
 * @param transports at least one
 * @param metadata what the tenant wants every converter call to see (facts 5.2)
 * @param warnings of what the configuration holds but nobody reads, for people
 */
public record IntegrationPlan(
    List<TransportPlan> transports, Map<String, String> metadata, List<String> warnings) {
  public IntegrationPlan {
    transports = List.copyOf(transports);
    metadata = Map.copyOf(metadata);
    warnings = List.copyOf(warnings);
  }
}
