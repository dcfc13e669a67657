package io.integrationhost.emulator;

import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * An integration as the server knows it (facts 1.3, 6.1). Made and changed with {@link #builder}.
 *
 * @param secret never sent, never shown
 * @param type for example {@code CUSTOM} or {@code TCP}
 * @param configuration JSON text
 * @param additionalInfo JSON text, the literal {@code null} when there is none
 * @param enabled a disabled integration is accepted all the same (facts 2.2)
 * @param remote an integration that is not remote refuses every connection (facts 2.2)
 */
public record EmulatedIntegration(
    UUID tenantId,
    UUID id,
    String name,
    String routingKey,
    String secret,
    String type,
    String configuration,
    String additionalInfo,
    boolean enabled,
    boolean remote,
    Optional<DebugSettings> debug,
    EmulatedConverter uplinkConverter,
    Optional<EmulatedConverter> downlinkConverter)
    implements Push {

  public EmulatedIntegration {
    Objects.requireNonNull(tenantId, "tenantId");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(routingKey, "routingKey");
    Objects.requireNonNull(secret, "secret");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(configuration, "configuration");
    Objects.requireNonNull(additionalInfo, "additionalInfo");
    Objects.requireNonNull(debug, "debug");
    Objects.requireNonNull(uplinkConverter, "uplinkConverter");
    Objects.requireNonNull(downlinkConverter, "downlinkConverter");
  }

  /** A builder with a value for everything but the credentials. */
  public static EmulatedIntegrationBuilder builder(String routingKey, String secret) {
    return new EmulatedIntegrationBuilder(routingKey, secret);
  }

  /** A builder that starts from this integration. */
  public EmulatedIntegrationBuilder toBuilder() {
    return new EmulatedIntegrationBuilder(this);
  }

  /** The same integration with this converter in the place of the one with the same id, if any. */
  EmulatedIntegration withConverter(EmulatedConverter converter) {
    EmulatedIntegrationBuilder changed = toBuilder();
    if (uplinkConverter.id().equals(converter.id())) {
      changed.uplinkConverter(converter);
    }
    if (downlinkConverter.filter(c -> c.id().equals(converter.id())).isPresent()) {
      changed.downlinkConverter(converter);
    }
    return changed.build();
  }

  @Override
  public String toString() {
    return "integration %s (type %s, routing key %s, %s)"
        .formatted(name, type, routingKey, enabled ? "enabled" : "disabled");
  }
}
