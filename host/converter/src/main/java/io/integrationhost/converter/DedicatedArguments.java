package io.integrationhost.converter;

import com.google.gson.JsonObject;
import io.integrationhost.converter.tbel.Json;
import io.integrationhost.converter.tbel.ScriptLists;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What a dedicated uplink script gets: the payload inside of the message, and typed metadata. */
record DedicatedArguments(byte[] payload, String metadataJson) implements ScriptArguments {

  static DedicatedArguments of(byte[] payload, JsonObject metadata) {
    return new DedicatedArguments(payload, metadata.toString());
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
    try {
      return Map.of(
          "payload",
          ScriptLists.of(context, payload),
          "metadata",
          Json.parse(context, metadataJson));
    } catch (IOException e) {
      throw ScriptFailure.script("The metadata cannot be given to TBEL: " + e.getMessage());
    }
  }

  @Override
  public String toString() {
    return "payload of " + payload.length + " bytes";
  }
}
