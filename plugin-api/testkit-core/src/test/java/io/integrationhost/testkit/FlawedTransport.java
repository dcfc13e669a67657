package io.integrationhost.testkit;

import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Endpoint;
import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Wire;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Holds a port; its device is the method {@link #hear}. */
final class FlawedTransport implements Transport {

  private final Flaw flaw;
  private final FlawedPlugin plugin;
  private final TransportContext context;
  private final int port;
  private Optional<ServerSocket> socket = Optional.empty();
  private CompletableFuture<Receipt> last = CompletableFuture.completedFuture(new Receipt.Stored());
  private boolean stopped;
  private boolean gaveUp;
  private boolean paused;
  private Optional<Wire.Line> line = Optional.empty();

  FlawedTransport(Flaw flaw, FlawedPlugin plugin, TransportContext context, int port) {
    this.flaw = flaw;
    this.plugin = plugin;
    this.context = context;
    this.port = port;
  }

  synchronized void hear(String text) {
    boolean silent = stopped && flaw != Flaw.PUBLISHES_AFTER_STOP;
    if (silent || gaveUp || paused) {
      return;
    }
    if (line.isEmpty()) {
      line = Optional.of(context.wire().opened(new Source("1"), "192.0.2.7:4711"));
    }
    last =
        context
            .uplinks()
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
    if (flaw != Flaw.KEEPS_ITS_SESSIONS) {
      line.ifPresent(open -> open.closed(Wire.End.STOPPED));
    }
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
  public synchronized void pause(boolean now) {
    paused = now || (paused && flaw == Flaw.STAYS_PAUSED);
  }

  @Override
  public List<Endpoint> listensOn() {
    return socket.isPresent() || flaw != Flaw.KNOWS_ITS_PORT_ONLY_WHEN_STARTED
        ? List.of(Endpoint.tcp("0.0.0.0", port))
        : List.of();
  }

  @Override
  public Health health() {
    return flaw == Flaw.HAS_NO_HEALTH ? null : Health.up();
  }
}
