package io.integrationhost.converter;

import java.util.List;
import java.util.Map;

/** A rule engine's message for a downlink converter (facts 5.7). */
record DownlinkCall(DownlinkRequest request) implements Call<DownlinkData> {

  @Override
  public ScriptArguments arguments() {
    return DownlinkArguments.of(request);
  }

  @Override
  public Map<String, String> metadata() {
    return request.metadata();
  }

  @Override
  public List<DownlinkData> read(ScriptResult result) {
    return DownlinkParser.parse(result);
  }
}
