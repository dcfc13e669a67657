package io.integrationhost.converter;

import io.integrationhost.converter.tbel.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What a downlink script gets (facts 5.7). */
record DownlinkArguments(
    DownlinkRequest request, String metadataJson, String integrationMetadataJson)
    implements ScriptArguments {

  static DownlinkArguments of(DownlinkRequest request) {
    return new DownlinkArguments(
        request,
        JsonText.object(request.metadata()),
        JsonText.object(request.integrationMetadata()));
  }

  @Override
  public long size() {
    return (long) request.message().length()
        + metadataJson.length()
        + request.messageType().length()
        + integrationMetadataJson.length();
  }

  @Override
  public List<String> json() {
    return List.of(
        request.message(),
        metadataJson,
        JsonText.quoted(request.messageType()),
        integrationMetadataJson);
  }

  @Override
  public Map<String, Object> tbel(TbelContext context) {
    return Map.of(
        "msg",
        message(context),
        "metadata",
        context.map(request.metadata()),
        "msgType",
        request.messageType(),
        "integrationMetadata",
        context.map(request.integrationMetadata()));
  }

  /** TBEL takes an object only (facts 5.7). */
  private Map<?, ?> message(TbelContext context) {
    try {
      if (Json.parse(context, request.message()) instanceof Map<?, ?> map) {
        return map;
      }
    } catch (IOException e) {
      throw ScriptFailure.script("The message is not valid JSON: " + e.getMessage());
    }
    throw ScriptFailure.script(
        "The message is no JSON object; a downlink script in TBEL takes nothing else");
  }

  @Override
  public String toString() {
    return request.toString();
  }
}
