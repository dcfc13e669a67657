package io.integrationhost.remote;

import io.integrationhost.entity.EntityData;
import java.util.Objects;

/** What a fragment of an uplink message holds, for people to look at. */
public sealed interface FragmentContent {

  /** Telemetry and attributes. */
  record Entity(EntityData data) implements FragmentContent {
    public Entity {
      Objects.requireNonNull(data, "data");
    }
  }

  /**
   * Something that is not about values of an entity.
   *
   * @param description like {@code "event of the integration"}
   */
  record Other(String description) implements FragmentContent {
    public Other {
      Objects.requireNonNull(description, "description");
    }
  }

  /**
   * The bytes are no fragment, or a damaged one.
   *
   * @param problem what is wrong
   */
  record Unreadable(String problem) implements FragmentContent {
    public Unreadable {
      Objects.requireNonNull(problem, "problem");
    }
  }
}
