package io.integrationhost.plugins.tcp;

import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.TransportException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;

/**
 * Sends downlinks to devices that said their name, or that the host's receipts named. What cannot
 * be sent now is refused such that the host keeps it until the device is heard. Thread-safe.
 */
final class Downlinks {

  private static final byte[] LINE_END = "\n".getBytes(StandardCharsets.US_ASCII);

  private final Service service;

  Downlinks(Service service) {
    this.service = service;
  }

  CompletionStage<Void> send(Downlink downlink) {
    Optional<Connection> connection = service.devices().find(downlink.deviceName());
    var sent = new CompletableFuture<Void>();
    if (connection.isEmpty()) {
      String why =
          service.isAnswering()
              ? "has not greeted on any open connection"
              : "has not been heard on any open connection; it can be reached once an uplink of it"
                  + " was stored";
      sent.completeExceptionally(refusal(downlink, why));
    } else {
      Channel channel = connection.get().channel();
      try {
        // Not on the caller's thread: Netty would leave thread locals there.
        channel.eventLoop().execute(() -> write(downlink, channel, sent));
      } catch (RejectedExecutionException closed) {
        sent.completeExceptionally(refusal(downlink, "is not connected any more"));
      }
    }
    return sent;
  }

  private void write(Downlink downlink, Channel channel, CompletableFuture<Void> sent) {
    if (!channel.isWritable()) {
      sent.completeExceptionally(
          refusal(downlink, "takes no data: its connection is closed or it does not read"));
      return;
    }
    boolean lineEnd = service.settings().appendLineEndToDownlinks();
    ByteBuf bytes = Unpooled.wrappedBuffer(downlink.payload(), lineEnd ? LINE_END : new byte[0]);
    channel
        .writeAndFlush(bytes)
        .addListener(
            written -> {
              if (written.isSuccess()) {
                sent.complete(null);
              } else {
                sent.completeExceptionally(
                    refusal(downlink, "was not reached: " + written.cause()));
              }
            });
  }

  private static TransportException refusal(Downlink downlink, String why) {
    return new TransportException(
        TransportException.Kind.UNAVAILABLE, "device '" + downlink.deviceName() + "' " + why);
  }
}
