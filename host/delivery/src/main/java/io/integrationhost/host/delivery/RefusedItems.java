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
   * @return completes when the item is safe where it goes; only then it leaves the place where it
   *     was. Fails when it could not be kept there, with a message for people that says why and
   *     what to do; it is handed over again later
   */
  CompletionStage<Void> refused(byte[] item, String reason);
}
