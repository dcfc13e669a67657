package io.integrationhost.converter;

import java.util.Objects;

/**
 * A converter as the tenant stored it in ThingsBoard.
 *
 * @param id ThingsBoard's id of the converter
 * @param name for logs and errors
 * @param configuration JSON text (facts 5.1)
 */
public record ConverterDefinition(String id, String name, String configuration) {
  public ConverterDefinition {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(configuration, "configuration");
  }

  /** Without the script: it may be long and is nobody's business in a log. */
  @Override
  public String toString() {
    return "converter '" + name + "' (" + id + ")";
  }
}
