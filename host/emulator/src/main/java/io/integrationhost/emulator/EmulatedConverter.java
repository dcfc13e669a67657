package io.integrationhost.emulator;

import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * A converter as the server knows it (facts 1.3, 5.1).
 *
 * @param configuration JSON text
 * @param additionalInfo JSON text
 * @param integrationType set for dedicated converters (facts 5.6)
 * @param converterVersion 0, as the server of facts 1.3 sends it, or 2
 */
public record EmulatedConverter(
    UUID id,
    String name,
    String configuration,
    String additionalInfo,
    Optional<DebugSettings> debug,
    Optional<String> integrationType,
    int converterVersion)
    implements Push {

  public EmulatedConverter {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(configuration, "configuration");
    Objects.requireNonNull(additionalInfo, "additionalInfo");
    Objects.requireNonNull(debug, "debug");
    Objects.requireNonNull(integrationType, "integrationType");
  }

  /**
   * A generic converter without debug settings whose id follows from its name.
   *
   * @param configuration JSON text
   */
  public static EmulatedConverter of(String name, String configuration) {
    return new EmulatedConverter(
        DeterministicId.of("converter", name),
        name,
        configuration,
        "{\"description\":\"\"}",
        Optional.empty(),
        Optional.empty(),
        0);
  }

  public EmulatedConverter withId(UUID newId) {
    return new EmulatedConverter(
        newId, name, configuration, additionalInfo, debug, integrationType, converterVersion);
  }

  public EmulatedConverter withName(String newName) {
    return new EmulatedConverter(
        id, newName, configuration, additionalInfo, debug, integrationType, converterVersion);
  }

  public EmulatedConverter withConfiguration(String newConfiguration) {
    return new EmulatedConverter(
        id, name, newConfiguration, additionalInfo, debug, integrationType, converterVersion);
  }

  public EmulatedConverter withDebug(DebugSettings newDebug) {
    return new EmulatedConverter(
        id,
        name,
        configuration,
        additionalInfo,
        Optional.of(newDebug),
        integrationType,
        converterVersion);
  }

  /** A dedicated converter for one type of integration (facts 5.6). */
  public EmulatedConverter dedicatedTo(String newIntegrationType, int newConverterVersion) {
    return new EmulatedConverter(
        id,
        name,
        configuration,
        additionalInfo,
        debug,
        Optional.of(newIntegrationType),
        newConverterVersion);
  }
}
