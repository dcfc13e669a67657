package io.integrationhost.host.deadletter;

import io.integrationhost.plugin.Uplink;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Where uplinks go that the host itself refuses for good. Must not block and not throw. */
@FunctionalInterface
public interface RefusedUplinks {

  /**
   * Nothing of the uplink will be delivered; its device is told so.
   *
   * @param metadata what the converter got beside a payload
   * @param reason for people
   * @return completes with whether an operator finds the uplink among the dead letters; never fails
   */
  CompletionStage<Boolean> refused(Uplink uplink, Map<String, String> metadata, String reason);
}
