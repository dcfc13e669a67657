package io.integrationhost.host.deadletter;

import io.integrationhost.plugin.Uplink;
import java.util.Map;

/** Where payloads go that the host itself refuses for good. Must not block and not throw. */
@FunctionalInterface
public interface RefusedUplinks {

  /**
   * Nothing of the payload will be delivered; its device is told so.
   *
   * @param metadata what the converter got beside the payload
   * @param reason for people
   */
  void refused(Uplink.Payload payload, Map<String, String> metadata, String reason);
}
