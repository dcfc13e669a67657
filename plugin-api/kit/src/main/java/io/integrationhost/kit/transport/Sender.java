package io.integrationhost.kit.transport;

import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.TransportException;
import io.netty.channel.ChannelFuture;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Writes to one connection what is in no order with answers: downlinks, questions. Any thread,
 * unless it says otherwise.
 */
final class Sender {

  private static final String CLOSED = "is not connected any more";

  private final Party<?> party;
  private Optional<String> downlinkTo = Optional.empty();

  Sender(Party<?> party) {
    this.party = party;
  }

  /** Sends a downlink as the conversation does it. */
  CompletionStage<Void> downlink(Downlink downlink) {
    var sent = new CompletableFuture<Void>();
    // Not on the caller's thread: Netty would leave thread locals there.
    if (!party.execute(() -> downlink(downlink, sent))) {
      sent.completeExceptionally(unavailable(Optional.of(downlink.deviceName()), CLOSED));
    }
    return sent;
  }

  private void downlink(Downlink downlink, CompletableFuture<Void> sent) {
    downlinkTo = Optional.of(downlink.deviceName());
    try {
      var unused =
          party
              .converse(downlink)
              .whenComplete(
                  (done, failure) -> {
                    if (failure == null) {
                      sent.complete(null);
                    } else {
                      sent.completeExceptionally(failure);
                    }
                  });
    } catch (RuntimeException | Error e) {
      sent.completeExceptionally(e);
    } finally {
      downlinkTo = Optional.empty();
    }
  }

  CompletionStage<Void> send(byte[] bytes) {
    var sent = new CompletableFuture<Void>();
    if (party.channel().eventLoop().inEventLoop()) {
      write(bytes, downlinkTo, sent);
    } else if (!party.execute(() -> write(bytes, Optional.empty(), sent))) {
      sent.completeExceptionally(unavailable(Optional.empty(), CLOSED));
    }
    return sent;
  }

  /** On the loop. */
  private void write(byte[] bytes, Optional<String> to, CompletableFuture<Void> sent) {
    Optional<ChannelFuture> writing = party.write(bytes);
    if (writing.isEmpty()) {
      sent.completeExceptionally(
          unavailable(to, "takes no data: its connection is closed or it does not read"));
      return;
    }
    writing
        .get()
        .addListener(
            written -> {
              if (written.isSuccess()) {
                sent.complete(null);
              } else {
                sent.completeExceptionally(unavailable(to, "was not reached: " + written.cause()));
              }
            });
  }

  /** About the device that is meant, or else the connection. */
  private TransportException unavailable(Optional<String> to, String why) {
    String who =
        to.or(party::device).map(device -> "device '" + device + "'").orElseGet(party::label);
    return new TransportException(TransportException.Kind.UNAVAILABLE, who + " " + why);
  }
}
