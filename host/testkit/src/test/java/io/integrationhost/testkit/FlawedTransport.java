package io.integrationhost.testkit;

import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Uplinks;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Holds a port; its device is the method {@link #hear}. */
final class FlawedTransport implements Transport {

  private final Flaw flaw;
  private final FlawedPlugin plugin;
  private final Uplinks uplinks;
  private final int port;
  private Optional<ServerSocket> socket = Optional.empty();
  private CompletableFuture<Receipt> last = CompletableFuture.completedFuture(new Receipt.Stored());
  private boolean stopped;
  private boolean gaveUp;

  FlawedTransport(Flaw flaw, FlawedPlugin plugin, Uplinks uplinks, int port) {
    this.flaw = flaw;
    this.plugin = plugin;
    this.uplinks = uplinks;
    this.port = port;
  }

  synchronized void hear(String text) {
    boolean silent = stopped && flaw != Flaw.PUBLISHES_AFTER_STOP;
    if (silent || gaveUp) {
      return;
    }
    last =
        uplinks
            .publish(
                new Uplink.Payload(
                    text.getBytes(StandardCharsets.UTF_8), ContentType.TEXT, new Source("1")))
            .toCompletableFuture();
    var unused = last.thenAccept(this::answered);
  }

  private synchronized void answered(Receipt receipt) {
    gaveUp = flaw == Flaw.GIVES_UP_AFTER_A_REFUSAL && receipt instanceof Receipt.Rejected;
  }

  @Override
  public synchronized CompletionStage<Void> start() {
    try {
      socket = Optional.of(new ServerSocket(port));
    } catch (IOException e) {
      return CompletableFuture.failedFuture(
          new TransportException(
              TransportException.Kind.UNAVAILABLE, "port " + port + " is in use"));
    }
    plugin.startThread("flawed-start");
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public synchronized CompletionStage<Void> stop() {
    boolean refuses =
        (stopped && flaw == Flaw.STOPS_ONLY_ONCE)
            || (socket.isEmpty() && flaw == Flaw.STOPS_ONLY_AFTER_A_START);
    if (refuses) {
      return CompletableFuture.failedFuture(new IllegalStateException("not now"));
    }
    stopped = true;
    if (socket.isPresent() && flaw != Flaw.KEEPS_ITS_PORT) {
      try {
        socket.get().close();
      } catch (IOException e) {
        return CompletableFuture.failedFuture(e);
      }
    }
    return flaw == Flaw.STOPS_ONLY_WHEN_ALL_IS_STORED
        ? last.thenApply(receipt -> null)
        : CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<Void> downlink(Downlink downlink) {
    if (flaw == Flaw.ACCEPTS_ANY_DOWNLINK) {
      return CompletableFuture.completedFuture(null);
    }
    return flaw == Flaw.FAILS_A_DOWNLINK_WITH_AN_ODD_EXCEPTION
        ? CompletableFuture.failedFuture(new IllegalStateException("no"))
        : Transport.super.downlink(downlink);
  }

  @Override
  public Health health() {
    return flaw == Flaw.HAS_NO_HEALTH ? null : Health.up();
  }
}
