package io.integrationhost.remote;

import io.integrationhost.entity.EntityKind;
import java.util.Objects;

/**
 * What can be told of a fragment of an entity without decoding its values.
 *
 * @param telemetry whether it carries telemetry
 * @param attributes whether it carries attributes
 */
public record FragmentHeader(EntityKind kind, String name, boolean telemetry, boolean attributes) {
  public FragmentHeader {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(name, "name");
  }
}
