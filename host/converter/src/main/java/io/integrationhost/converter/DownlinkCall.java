package io.integrationhost.converter;

import java.util.List;
import java.util.Map;

/** A rule engine's message for a downlink converter (facts 5.7). */
final class DownlinkCall extends Call<DownlinkData> {
  private final DownlinkRequest request;

  DownlinkCall(DownlinkRequest request, String source) {
    super(source);
    this.request = request;
  }

  @Override
  ScriptArguments arguments() {
    return DownlinkArguments.of(request);
  }

  @Override
  Map<String, String> metadata() {
    return request.metadata();
  }

  @Override
  List<DownlinkData> read(ScriptResult output) {
    return DownlinkParser.parse(output);
  }
}
