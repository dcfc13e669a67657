package io.integrationhost.remote;

import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * An integration as ThingsBoard sends it (facts 1.3).
 *
 * @param type like {@code CUSTOM}
 * @param configuration JSON text with <b>secrets in clear</b>; never log it
 * @param additionalInfo JSON text, may be {@code null} as a word
 * @param enabled a disabled integration is accepted all the same
 * @param debugSettings JSON text
 */
public record IntegrationConfiguration(
    UUID tenantId,
    UUID integrationId,
    String name,
    String routingKey,
    String type,
    String configuration,
    String additionalInfo,
    boolean enabled,
    Optional<String> debugSettings,
    ConverterConfiguration uplinkConverter,
    Optional<ConverterConfiguration> downlinkConverter) {

  public IntegrationConfiguration {
    Objects.requireNonNull(tenantId, "tenantId");
    Objects.requireNonNull(integrationId, "integrationId");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(routingKey, "routingKey");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(configuration, "configuration");
    Objects.requireNonNull(additionalInfo, "additionalInfo");
    Objects.requireNonNull(debugSettings, "debugSettings");
    Objects.requireNonNull(uplinkConverter, "uplinkConverter");
    Objects.requireNonNull(downlinkConverter, "downlinkConverter");
  }

  /**
   * The same integration with an edited converter in the place of the one with its id, which is all
   * that tells uplinks from downlinks (facts 2.7); empty when it uses no such converter.
   */
  public Optional<IntegrationConfiguration> withConverter(ConverterConfiguration edited) {
    boolean up = uplinkConverter.converterId().equals(edited.converterId());
    boolean down =
        downlinkConverter
            .filter(each -> each.converterId().equals(edited.converterId()))
            .isPresent();
    return up || down
        ? Optional.of(
            new IntegrationConfiguration(
                tenantId,
                integrationId,
                name,
                routingKey,
                type,
                configuration,
                additionalInfo,
                enabled,
                debugSettings,
                up ? edited : uplinkConverter,
                down ? Optional.of(edited) : downlinkConverter))
        : Optional.empty();
  }

  /** Without the configuration, which holds secrets. */
  @Override
  public String toString() {
    return "IntegrationConfiguration["
        + name
        + ", "
        + integrationId
        + ", "
        + type
        + (enabled ? ", enabled" : ", disabled")
        + ", uplink "
        + uplinkConverter
        + downlinkConverter.map(converter -> ", downlink " + converter).orElse("")
        + "]";
  }
}
