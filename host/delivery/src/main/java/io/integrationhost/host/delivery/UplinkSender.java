package io.integrationhost.host.delivery;

import io.integrationhost.remote.UplinkAnswer;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The part of a link that the delivery needs. */
public interface UplinkSender {

  /** Whether a message can be sent now. */
  boolean isWritable();

  /**
   * Sends items in one message; the stage fails when the session ends before the answer.
   *
   * @param items fragments of an uplink message, which are not copied
   */
  CompletionStage<UplinkAnswer> send(List<byte[]> items);
}
