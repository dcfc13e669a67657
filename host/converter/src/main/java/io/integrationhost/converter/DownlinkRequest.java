package io.integrationhost.converter;

import java.util.Map;
import java.util.Objects;

/**
 * What a downlink converter gets (facts 5.7).
 *
 * @param message the data of the rule engine's message, as JSON text
 * @param metadata of that message; not to be changed afterwards
 * @param messageType like {@code ATTRIBUTES_UPDATED}
 * @param integrationMetadata {@code integrationName} and what the tenant configured; not to be
 *     changed afterwards
 */
public record DownlinkRequest(
    String message,
    Map<String, String> metadata,
    String messageType,
    Map<String, String> integrationMetadata) {
  public DownlinkRequest {
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(metadata, "metadata");
    Objects.requireNonNull(messageType, "messageType");
    Objects.requireNonNull(integrationMetadata, "integrationMetadata");
  }

  /** Without the message, which is nobody's business in a log. */
  @Override
  public String toString() {
    return "downlink request of type " + messageType;
  }
}
