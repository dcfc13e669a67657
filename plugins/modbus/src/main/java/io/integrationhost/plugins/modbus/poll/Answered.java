package io.integrationhost.plugins.modbus.poll;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What became of a downlink, for ThingsBoard.
 *
 * @param method what it was called
 * @param request ThingsBoard's own request that it carried
 * @param wrote whether it wrote, else only read
 * @param result such as {@code {value=1}} or {@code {error=...}}
 */
record Answered(
    String method, Optional<String> request, boolean wrote, Map<String, Object> result) {

  /** As ThingsBoard's gateway answers. */
  Map<String, Object> content() {
    return Map.of("result", result);
  }

  Map<String, Object> asAttribute() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("method", method);
    request.ifPresent(id -> all.put("rpcRequestId", id));
    all.put("result", result);
    return all;
  }
}
