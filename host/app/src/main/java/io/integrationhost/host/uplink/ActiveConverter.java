package io.integrationhost.host.uplink;

import io.integrationhost.converter.UpdateOnlyKeys;
import io.integrationhost.converter.UplinkConverter;
import java.util.Map;

/**
 * The converter that is in use now, with what its calls need.
 *
 * @param metadata what every call sees (facts 5.2)
 */
public record ActiveConverter(
    UplinkConverter converter, UpdateOnlyKeys updateOnlyKeys, Map<String, String> metadata) {
  public ActiveConverter {
    metadata = Map.copyOf(metadata);
  }
}
