package io.integrationhost.converter;

import io.integrationhost.plugin.ContentType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a downlink converter made for a device (facts 5.7).
 *
 * @param data the bytes to send; must not be changed
 * @param metadata for the transport
 */
public record DownlinkData(ContentType contentType, byte[] data, Map<String, String> metadata) {
  public DownlinkData {
    Objects.requireNonNull(contentType, "contentType");
    Objects.requireNonNull(data, "data");
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /** Without the content. */
  @Override
  public String toString() {
    return "DownlinkData[" + contentType + ", " + data.length + " bytes]";
  }
}
