package io.integrationhost.host.delivery;

import io.integrationhost.remote.UplinkAnswer;
import io.integrationhost.remote.UplinkMessage;
import java.util.concurrent.CompletionStage;

/** The part of a link that the delivery needs. */
public interface UplinkSender {

  /** Whether a message can be sent now. */
  boolean isWritable();

  /** Sends a message; the stage fails when the session ends before the answer. */
  CompletionStage<UplinkAnswer> send(UplinkMessage message);
}
