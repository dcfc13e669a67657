package io.integrationhost.converter;

import io.integrationhost.entity.EntityData;
import java.util.List;
import java.util.Map;

/** A payload for a generic uplink converter (facts 5.2, 5.3). */
record UplinkCall(byte[] payload, Map<String, String> metadata, ResultParser parser)
    implements Call<EntityData> {

  @Override
  public ScriptArguments arguments() {
    return UplinkArguments.of(payload, metadata);
  }

  @Override
  public List<EntityData> read(ScriptResult result) {
    return parser.parse(result);
  }
}
