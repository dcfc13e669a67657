package io.integrationhost.plugin;

import java.util.Objects;

/**
 * Where an uplink came from: usually one connection of one device. The host keeps the order of
 * uplinks per source and may handle different sources side by side.
 *
 * @param session a text that names the source inside its transport, such as a connection's number
 */
public record Source(String session) {
  /**
   * Refuses null.
   *
   * @param session as of the record
   */
  public Source {
    Objects.requireNonNull(session, "session");
  }
}
