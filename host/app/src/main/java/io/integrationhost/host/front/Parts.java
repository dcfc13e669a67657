package io.integrationhost.host.front;

import io.integrationhost.converter.ConverterDefinition;
import io.integrationhost.converter.ErrorBudget;
import io.integrationhost.remote.IntegrationConfiguration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What the control thread last knew of an integration, for readers on other threads. */
public record Parts(
    Optional<IntegrationConfiguration> configuration,
    Optional<Instant> configured,
    Optional<String> rejection,
    List<TransportView> transports,
    List<InUse> converters) {

  static final Parts NONE =
      new Parts(Optional.empty(), Optional.empty(), Optional.empty(), List.of(), List.of());

  /** A converter in use; its budget may be asked for by any thread. */
  public record InUse(
      boolean uplink, ConverterDefinition definition, Supplier<ErrorBudget> budget) {}

  public List<ConverterView> converterViews() {
    return converters.stream()
        .map(each -> new ConverterView(each.uplink(), each.definition(), each.budget().get()))
        .toList();
  }
}
