package io.integrationhost.host.downlink;

import io.integrationhost.plugin.Downlink;
import java.util.concurrent.CompletionStage;

/** A transport that may know the device of a downlink. May be called from any thread. */
public interface DownlinkTarget {

  /** Its name inside the integration. */
  String name();

  /** Hands a downlink over, within a deadline; never blocks and does not fail. */
  CompletionStage<SendOutcome> send(Downlink downlink);
}
