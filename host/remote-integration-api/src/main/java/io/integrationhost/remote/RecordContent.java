package io.integrationhost.remote;

import io.integrationhost.entity.EntityData;
import java.util.Objects;

/** What a record of an uplink message holds, for people to look at. */
public sealed interface RecordContent {

  /** Telemetry and attributes. */
  record Entity(EntityData data) implements RecordContent {
    public Entity {
      Objects.requireNonNull(data, "data");
    }
  }

  /**
   * Something that is not about values of an entity.
   *
   * @param description like {@code "event of the integration"}
   */
  record Other(String description) implements RecordContent {
    public Other {
      Objects.requireNonNull(description, "description");
    }
  }

  /**
   * The bytes are no record, or a damaged one.
   *
   * @param problem what is wrong
   */
  record Unreadable(String problem) implements RecordContent {
    public Unreadable {
      Objects.requireNonNull(problem, "problem");
    }
  }
}
