package io.integrationhost.host.delivery;

import java.util.concurrent.CompletionStage;

/** Where items go that ThingsBoard refuses for good. Must not block. */
@FunctionalInterface
public interface RefusedItems {

  /**
   * An item will not be delivered.
   *
   * @param item a fragment of an uplink message, as it was sent
   * @param reason ThingsBoard's own text
   * @return completes when the item is safe where it goes; only then it leaves the spool. Never
   *     fails
   */
  CompletionStage<Void> refused(byte[] item, String reason);
}
