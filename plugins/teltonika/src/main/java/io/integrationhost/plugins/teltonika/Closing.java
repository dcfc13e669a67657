package io.integrationhost.plugins.teltonika;

import io.netty.channel.Channel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Closes channels, also those of event loops that have ended. */
final class Closing {

  private Closing() {}

  static CompletionStage<Void> close(Channel channel) {
    if (!channel.isOpen()) {
      return CompletableFuture.completedFuture(null);
    }
    var closed = new CompletableFuture<Void>();
    channel.close().addListener(done -> closed.complete(null));
    return closed;
  }
}
