package io.integrationhost.converter;

import java.util.Map;

/** What an uplink script gets: payload and metadata (facts 5.2). */
record UplinkArguments(byte[] payload, Map<String, String> metadata, String metadataJson) {

  static UplinkArguments of(byte[] payload, Map<String, String> metadata) {
    return new UplinkArguments(payload, metadata, JsonText.object(metadata));
  }

  /** In characters, the payload as Base64 (facts 5.8). */
  long size() {
    return 4L * ((payload.length + 2L) / 3L) + metadataJson.length();
  }

  @Override
  public String toString() {
    return "payload of " + payload.length + " bytes";
  }
}
