package io.integrationhost.converter.dedicated;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Optional;

/**
 * How one platform wraps a device's payload (facts 5.6).
 *
 * @param keys in the order of the metadata; of several with one name the first that is found counts
 * @param payloads the first that is found counts
 */
record Envelope(
    List<MetadataKey> keys, Gateways gateways, List<InnerPayload> payloads, MessageTime time) {

  Unwrapped unwrap(JsonObject message, long now) {
    JsonObject metadata = named(message);
    metadata.add("ts", new JsonPrimitive(time.of(message, now)));
    for (InnerPayload each : payloads) {
      Optional<JsonElement> found = each.path().find(message);
      if (found.isPresent()) {
        metadata.addProperty("payloadFormat", each.format());
        return new Unwrapped(each.decode(found.get()), metadata);
      }
    }
    metadata.addProperty("payloadFormat", "BINARY");
    return new Unwrapped(new byte[0], metadata);
  }

  private JsonObject named(JsonObject message) {
    JsonObject metadata = new JsonObject();
    Optional<JsonObject> gateway = gateways.best(message);
    for (MetadataKey key : keys) {
      if (!metadata.has(key.name())) {
        (key.ofGateway() ? gateway : Optional.of(message))
            .flatMap(key.path()::find)
            .ifPresent(value -> metadata.add(key.name(), value));
      }
    }
    return metadata;
  }
}
