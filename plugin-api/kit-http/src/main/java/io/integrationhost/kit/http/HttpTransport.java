package io.integrationhost.kit.http;

import io.integrationhost.kit.settings.Keys;
import io.integrationhost.kit.settings.ServerSettings;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Endpoint;
import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** One site on a shared port. Thread-safe. */
final class HttpTransport implements Transport {

  private static final long DRAIN_SECONDS = 2;

  private final HttpPorts ports;
  private final ServerSettings settings;
  private final Duration patience;
  private final Keys keys;
  private final Sites.Seat seat;
  private Optional<CompletableFuture<HttpPort>> joined = Optional.empty();
  private Optional<CompletionStage<Void>> stopped = Optional.empty();

  HttpTransport(
      HttpPorts ports, ServerSettings settings, Duration patience, Keys keys, Sites.Seat seat) {
    this.ports = ports;
    this.settings = settings;
    this.patience = patience;
    this.keys = keys;
    this.seat = seat;
  }

  @Override
  public synchronized CompletionStage<Void> start() {
    if (stopped.isPresent() || joined.isPresent()) {
      return CompletableFuture.failedFuture(
          new TransportException(
              TransportException.Kind.REJECTED, "a transport starts once, and not after its stop"));
    }
    joined = Optional.of(ports.join(seat, settings, patience, keys).toCompletableFuture());
    return joined.get().thenApply(port -> null);
  }

  @Override
  public synchronized CompletionStage<Void> stop() {
    if (stopped.isEmpty()) {
      stopped = Optional.of(joined.map(this::leave).orElseGet(HttpTransport::nothing));
    }
    return stopped.get();
  }

  private static CompletionStage<Void> nothing() {
    return CompletableFuture.completedFuture(null);
  }

  private CompletionStage<Void> leave(CompletableFuture<HttpPort> port) {
    // What is under way is answered first; what comes meanwhile is told to come again.
    CompletionStage<Void> drained = seat.gate().close();
    var waited = new CompletableFuture<Void>();
    var unused = drained.whenComplete((done, failure) -> waited.complete(null));
    try {
      var unusedToo =
          seat.context()
              .scheduler()
              .schedule(() -> waited.complete(null), DRAIN_SECONDS, TimeUnit.SECONDS);
    } catch (RejectedExecutionException ending) {
      waited.complete(null);
    }
    return waited
        .thenCompose(none -> port.handle((open, failure) -> Optional.ofNullable(open)))
        .thenCompose(
            open ->
                open.map(one -> ports.leave(seat, one, settings)).orElseGet(HttpTransport::nothing))
        .thenRun(seat.site()::close);
  }

  @Override
  public CompletionStage<Void> downlink(Downlink downlink) {
    return seat.site().downlink(downlink);
  }

  private synchronized Optional<HttpPort> port() {
    return joined
        .filter(one -> stopped.isEmpty() && one.isDone() && !one.isCompletedExceptionally())
        .map(CompletableFuture::join);
  }

  @Override
  public Health health() {
    Health port = port().map(HttpPort::health).orElseGet(() -> Health.down("not listening"));
    if (port.status() != Health.Status.UP) {
      return port;
    }
    Health own = seat.site().health();
    return own.status() == Health.Status.UP
        ? new Health(
            Health.Status.UP,
            own.detail().isEmpty() ? port.detail() : port.detail() + ", " + own.detail())
        : own;
  }

  @Override
  public void pause(boolean paused) {
    seat.gate().pause(paused);
  }

  @Override
  public List<Endpoint> listensOn() {
    return List.of(
        Endpoint.tcp(
            settings.bindAddress().map(InetAddress::getHostAddress).orElse(""), settings.port()));
  }

  @Override
  public Map<String, String> facts() {
    return port()
        .map(one -> Map.of("path", seat.path(), "port", Integer.toString(one.number())))
        .orElseGet(() -> Map.of("path", seat.path()));
  }
}
