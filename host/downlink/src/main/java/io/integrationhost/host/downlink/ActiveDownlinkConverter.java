package io.integrationhost.host.downlink;

import io.integrationhost.converter.DownlinkConverter;
import java.util.Map;

/**
 * The downlink converter that is in use now, with what its calls need.
 *
 * @param metadata what every call sees as {@code integrationMetadata} (facts 5.7)
 */
public record ActiveDownlinkConverter(DownlinkConverter converter, Map<String, String> metadata) {
  public ActiveDownlinkConverter {
    metadata = Map.copyOf(metadata);
  }
}
