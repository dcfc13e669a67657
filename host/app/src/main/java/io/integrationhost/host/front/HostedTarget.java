package io.integrationhost.host.front;

import io.integrationhost.host.downlink.DownlinkTarget;
import io.integrationhost.host.downlink.SendOutcome;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.runtime.HostedTransport;
import io.integrationhost.runtime.PluginFailure;
import java.util.concurrent.CompletionStage;

/** A running transport, as downlinks see it. */
record HostedTarget(String name, HostedTransport hosted) implements DownlinkTarget {

  @Override
  public CompletionStage<SendOutcome> send(Downlink downlink) {
    return hosted
        .downlink(downlink)
        .handle(
            (done, thrown) ->
                thrown == null ? new SendOutcome.Sent() : outcome(PluginFailure.in(thrown)));
  }

  private static SendOutcome outcome(PluginFailure failure) {
    return switch (failure.kind()) {
      case UNAVAILABLE, BUSY -> new SendOutcome.NotNow(failure.getMessage());
      case UNCONFIRMED -> new SendOutcome.Unconfirmed(failure.getMessage());
      case DEADLINE -> new SendOutcome.Unknown(failure.getMessage());
      case CONFIGURATION, REJECTED, INCOMPATIBLE, DEFECT ->
          new SendOutcome.Refused(failure.getMessage());
    };
  }
}
