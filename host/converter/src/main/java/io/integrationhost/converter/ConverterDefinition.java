package io.integrationhost.converter;

import java.util.Objects;
import java.util.Optional;

/**
 * A converter as the tenant stored it in ThingsBoard.
 *
 * @param id ThingsBoard's id of the converter
 * @param name for logs and errors
 * @param configuration JSON text (facts 5.1)
 * @param integrationType absent for a generic converter (facts 5.6)
 * @param version 0 when the server does not tell
 */
public record ConverterDefinition(
    String id, String name, String configuration, Optional<String> integrationType, int version) {
  public ConverterDefinition {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(configuration, "configuration");
    Objects.requireNonNull(integrationType, "integrationType");
  }

  /** A generic converter. */
  public ConverterDefinition(String id, String name, String configuration) {
    this(id, name, configuration, Optional.empty(), 0);
  }

  /** Without the script: it may be long and is nobody's business in a log. */
  @Override
  public String toString() {
    return "converter '" + name + "' (" + id + ")";
  }
}
