package io.integrationhost.emulator;

import java.util.Optional;
import java.util.UUID;

/**
 * Builds an {@link EmulatedIntegration}. What is not given: ids that follow from the routing key,
 * the routing key as name, an empty configuration of type CUSTOM, enabled, remote, no debug
 * settings, no downlink converter, an uplink converter that makes nothing of any payload.
 */
public final class EmulatedIntegrationBuilder {
  private UUID tenantId = DeterministicId.of("tenant", "emulator");
  private UUID id;
  private String name;
  private String routingKey;
  private String secret;
  private String type = "CUSTOM";
  private String configuration = "{\"configuration\":\"{}\",\"metadata\":{}}";
  private String additionalInfo = "null";
  private boolean enabled = true;
  private boolean remote = true;
  private Optional<DebugSettings> debug = Optional.empty();
  private EmulatedConverter uplinkConverter;
  private Optional<EmulatedConverter> downlinkConverter = Optional.empty();

  EmulatedIntegrationBuilder(String routingKey, String secret) {
    this.id = DeterministicId.of("integration", routingKey);
    this.name = routingKey;
    this.routingKey = routingKey;
    this.secret = secret;
    this.uplinkConverter =
        EmulatedConverter.of(
            routingKey + " uplink", "{\"scriptLang\":\"JS\",\"decoder\":\"return [];\"}");
  }

  EmulatedIntegrationBuilder(EmulatedIntegration from) {
    this.tenantId = from.tenantId();
    this.id = from.id();
    this.name = from.name();
    this.routingKey = from.routingKey();
    this.secret = from.secret();
    this.type = from.type();
    this.configuration = from.configuration();
    this.additionalInfo = from.additionalInfo();
    this.enabled = from.enabled();
    this.remote = from.remote();
    this.debug = from.debug();
    this.uplinkConverter = from.uplinkConverter();
    this.downlinkConverter = from.downlinkConverter();
  }

  public EmulatedIntegrationBuilder tenantId(UUID newTenantId) {
    this.tenantId = newTenantId;
    return this;
  }

  public EmulatedIntegrationBuilder id(UUID newId) {
    this.id = newId;
    return this;
  }

  public EmulatedIntegrationBuilder name(String newName) {
    this.name = newName;
    return this;
  }

  public EmulatedIntegrationBuilder routingKey(String newRoutingKey) {
    this.routingKey = newRoutingKey;
    return this;
  }

  public EmulatedIntegrationBuilder secret(String newSecret) {
    this.secret = newSecret;
    return this;
  }

  public EmulatedIntegrationBuilder type(String newType) {
    this.type = newType;
    return this;
  }

  /** JSON text (facts 6.1). */
  public EmulatedIntegrationBuilder configuration(String json) {
    this.configuration = json;
    return this;
  }

  /** JSON text. */
  public EmulatedIntegrationBuilder additionalInfo(String json) {
    this.additionalInfo = json;
    return this;
  }

  public EmulatedIntegrationBuilder enabled(boolean newEnabled) {
    this.enabled = newEnabled;
    return this;
  }

  public EmulatedIntegrationBuilder remote(boolean newRemote) {
    this.remote = newRemote;
    return this;
  }

  public EmulatedIntegrationBuilder debug(DebugSettings newDebug) {
    this.debug = Optional.of(newDebug);
    return this;
  }

  public EmulatedIntegrationBuilder uplinkConverter(EmulatedConverter converter) {
    this.uplinkConverter = converter;
    return this;
  }

  public EmulatedIntegrationBuilder downlinkConverter(EmulatedConverter converter) {
    this.downlinkConverter = Optional.of(converter);
    return this;
  }

  public EmulatedIntegrationBuilder noDownlinkConverter() {
    this.downlinkConverter = Optional.empty();
    return this;
  }

  public EmulatedIntegration build() {
    return new EmulatedIntegration(
        tenantId,
        id,
        name,
        routingKey,
        secret,
        type,
        configuration,
        additionalInfo,
        enabled,
        remote,
        debug,
        uplinkConverter,
        downlinkConverter);
  }
}
