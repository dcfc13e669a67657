package io.integrationhost.converter.dedicated;

import com.google.gson.JsonObject;
import java.util.Objects;

/**
 * What was in a platform's message.
 *
 * @param payload the device's own bytes, or the UTF-8 text of what the platform decoded; empty when
 *     the message has neither
 * @param metadata fields of the message by short name, as the platform wrote them; with {@code ts}
 *     in milliseconds and {@code payloadFormat}, {@code JSON} or {@code BINARY}
 */
public record Unwrapped(byte[] payload, JsonObject metadata) {
  public Unwrapped {
    Objects.requireNonNull(payload, "payload");
    Objects.requireNonNull(metadata, "metadata");
  }

  /** Without the content. */
  @Override
  public String toString() {
    return "Unwrapped[" + payload.length + " bytes, metadata " + metadata.keySet() + "]";
  }
}
