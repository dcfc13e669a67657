package io.integrationhost.host.deadletter;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What a device sent.
 *
 * @param bytes not copied: must not change afterwards
 * @param metadata what the converter got beside the payload; a device that gave its name at its
 *     handshake is named under {@value #DEVICE_NAME}
 */
public record OriginalPayload(byte[] bytes, Map<String, String> metadata) {

  /** The key of a device's name. */
  public static final String DEVICE_NAME = "deviceName";

  public OriginalPayload {
    Objects.requireNonNull(bytes, "bytes");
    metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
  }

  @Override
  public String toString() {
    return "payload of " + bytes.length + " bytes";
  }
}
