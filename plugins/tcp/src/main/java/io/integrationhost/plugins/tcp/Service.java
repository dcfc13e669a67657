package io.integrationhost.plugins.tcp;

import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Uplinks;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What the connections of one transport share. */
record Service(
    Settings settings,
    Uplinks uplinks,
    UnderWay underWay,
    HeldBytes.Share memory,
    Devices devices,
    Reports reports) {

  static Service of(Settings settings, Uplinks uplinks, HeldBytes.Share memory, Reports reports) {
    var underWay = new UnderWay(settings.limits().unansweredOfAll());
    var devices = new Devices(reports.connections());
    return new Service(settings, uplinks, underWay, memory, devices, reports);
  }

  /** Whether devices get answers. */
  boolean isAnswering() {
    return settings.framing() instanceof Framing.Conversation;
  }

  CompletionStage<Receipt> publish(byte[] bytes, Peer peer, Optional<String> deviceName) {
    var uplink =
        new Uplink.Payload(
            bytes, settings.framing().contentType(), peer.metadata(), peer.source(), deviceName);
    try {
      return uplinks.publish(uplink);
    } catch (RuntimeException | Error e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** The answer to a receipt; says why an uplink was refused. */
  Answer judge(Connection connection, Receipt receipt, Throwable failure) {
    if (failure != null) {
      if (connection.isGone()) {
        // Nobody waits for this receipt: the device left before the transport stopped.
        return Answer.ERROR;
      }
      reports.refusals().warn(() -> connection + ": the host did not take a message: " + failure);
      return Answer.ERROR;
    }
    if (receipt instanceof Receipt.Rejected rejected) {
      reports
          .refusals()
          .warn(
              () ->
                  connection
                      + ": the host refused a message: "
                      + rejected.reason()
                      + ", "
                      + rejected.message());
    }
    return Answer.to(receipt);
  }
}
