package io.integrationhost.host.downlink;

import io.integrationhost.plugin.Downlink;
import java.util.concurrent.CompletionStage;

/**
 * The way from what converts downlinks to what serves their devices. On one host it leads to the
 * transports at hand ({@link Router}).
 */
@FunctionalInterface
public interface DownlinkRoute {

  /** Hands a downlink over. Called on the control thread; never blocks, and does not fail. */
  CompletionStage<SendOutcome> send(Downlink downlink);
}
