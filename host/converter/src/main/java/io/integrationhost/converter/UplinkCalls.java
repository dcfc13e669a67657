package io.integrationhost.converter;

import io.integrationhost.entity.EntityData;
import java.util.Map;

/** What a message for one uplink converter becomes; generic and dedicated ones differ. */
@FunctionalInterface
interface UplinkCalls {
  Call<EntityData> call(byte[] payload, Map<String, String> metadata);
}
