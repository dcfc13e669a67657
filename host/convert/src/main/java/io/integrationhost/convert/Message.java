package io.integrationhost.convert;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What goes into a converter.
 *
 * @param metadata of the message, in addition to the integration's; wins where both have a key
 * @param messageType of a downlink
 */
public record Message(Payload payload, Map<String, String> metadata, String messageType) {
  /** The type that ThingsBoard gives to a changed shared attribute. */
  public static final String DEFAULT_TYPE = "ATTRIBUTES_UPDATED";

  public Message {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /** Of an uplink, or of a downlink of the usual type. */
  public static Message of(Payload payload, Map<String, String> metadata) {
    return new Message(payload, metadata, DEFAULT_TYPE);
  }

  Map<String, String> over(Map<String, String> integration) {
    Map<String, String> all = new LinkedHashMap<>(integration);
    all.putAll(metadata);
    return all;
  }
}
