package io.integrationhost.converter;

import io.integrationhost.entity.EntityData;
import java.util.List;
import java.util.Map;

/** A payload for a generic uplink converter (facts 5.2, 5.3). */
final class UplinkCall extends Call<EntityData> {
  private final byte[] payload;
  private final Map<String, String> metadata;
  private final ResultParser parser;

  UplinkCall(byte[] payload, Map<String, String> metadata, String source, ResultParser parser) {
    super(source);
    this.payload = payload;
    this.metadata = metadata;
    this.parser = parser;
  }

  @Override
  ScriptArguments arguments() {
    return UplinkArguments.of(payload, metadata);
  }

  @Override
  Map<String, String> metadata() {
    return metadata;
  }

  @Override
  List<EntityData> read(ScriptResult output) {
    return parser.parse(output);
  }
}
