package io.integrationhost.host.delivery;

import java.util.concurrent.CompletionStage;

/** Where records go that ThingsBoard refuses for good. Must not block. */
@FunctionalInterface
public interface RefusedRecords {

  /**
   * A record will not be delivered.
   *
   * @param record the bytes of one item, as it was sent
   * @param reason ThingsBoard's own text
   * @return completes when the record is safe where it goes; only then it leaves the place where it
   *     was. Fails when it could not be kept there, with a message for people that says why and
   *     what to do; it is handed over again later
   */
  CompletionStage<Void> refused(byte[] record, String reason);
}
