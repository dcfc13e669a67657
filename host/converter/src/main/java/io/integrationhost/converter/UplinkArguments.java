package io.integrationhost.converter;

import io.integrationhost.converter.tbel.ScriptLists;
import java.util.List;
import java.util.Map;

/** What an uplink script gets: payload and metadata (facts 5.2). */
record UplinkArguments(byte[] payload, Map<String, String> metadata, String metadataJson)
    implements ScriptArguments {

  static UplinkArguments of(byte[] payload, Map<String, String> metadata) {
    return new UplinkArguments(payload, metadata, JsonText.object(metadata));
  }

  @Override
  public long size() {
    return 4L * ((payload.length + 2L) / 3L) + metadataJson.length();
  }

  @Override
  public List<String> json() {
    return List.of(JsonText.numbers(payload), metadataJson);
  }

  @Override
  public Map<String, Object> tbel(TbelContext context) {
    return Map.of("payload", ScriptLists.of(context, payload), "metadata", context.map(metadata));
  }

  @Override
  public String toString() {
    return "payload of " + payload.length + " bytes";
  }
}
