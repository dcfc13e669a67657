package io.integrationhost.remote;

import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * A converter as ThingsBoard sends it (facts 1.3).
 *
 * @param configuration JSON text with the scripts (facts 5.1)
 * @param additionalInfo JSON text
 * @param debugSettings JSON text
 * @param integrationType absent for a generic converter
 * @param version 0 when the server does not tell (facts 5.6)
 */
public record ConverterConfiguration(
    UUID tenantId,
    UUID converterId,
    String name,
    String configuration,
    String additionalInfo,
    Optional<String> debugSettings,
    Optional<String> integrationType,
    int version) {

  public ConverterConfiguration {
    Objects.requireNonNull(tenantId, "tenantId");
    Objects.requireNonNull(converterId, "converterId");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(configuration, "configuration");
    Objects.requireNonNull(additionalInfo, "additionalInfo");
    Objects.requireNonNull(debugSettings, "debugSettings");
    Objects.requireNonNull(integrationType, "integrationType");
  }

  @Override
  public String toString() {
    return "ConverterConfiguration[" + name + ", " + converterId + "]";
  }
}
