package io.integrationhost.kit.http;

import io.integrationhost.kit.Framing;
import io.integrationhost.kit.LimitedLog;
import io.integrationhost.kit.Refusal;
import io.integrationhost.kit.settings.Keys;
import io.integrationhost.kit.settings.ServerSettings;
import io.integrationhost.kit.settings.TlsSettings;
import io.integrationhost.kit.transport.Kit;
import io.integrationhost.kit.transport.KitTransport;
import io.integrationhost.plugin.Health;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;

/**
 * A port that is open for several transports. Thread-safe; joining and leaving by one at a time.
 */
final class HttpPort {

  private final ServerSettings settings;
  private final Duration patience;
  private final LimitedLog log;
  private final Sites sites = new Sites();
  private final PortContext context;
  private final Response response = new Response();
  private final CompletableFuture<Void> opened = new CompletableFuture<>();
  private volatile Optional<KitTransport> transport = Optional.empty();

  HttpPort(
      ServerSettings settings, Duration patience, ScheduledExecutorService timer, LimitedLog log) {
    this.settings = settings;
    this.patience = patience;
    this.log = log;
    this.context = new PortContext("port " + settings.port(), timer, new PortWire(sites));
  }

  /** Opens it, once, after somebody has joined. */
  CompletionStage<Void> open(Kit kit, Keys keys) {
    try {
      KitTransport built =
          kit.transport(context, keys)
              .called("port " + settings.port())
              .noDownlinks()
              .tcp(
                  settings,
                  Framing.netty(() -> new RequestDecoder(sites), Arrived.class),
                  session -> new HttpConversation(session, context.wire(), response, patience, log))
              .build();
      transport = Optional.of(built);
      return built
          .start()
          .whenComplete(
              (done, failure) -> {
                if (failure == null) {
                  opened.complete(null);
                } else {
                  var unused = built.stop();
                  opened.completeExceptionally(failure);
                }
              });
    } catch (RuntimeException | Error e) {
      opened.completeExceptionally(e);
      return opened;
    }
  }

  /** Serves a site; completes when the port is open. */
  CompletionStage<HttpPort> join(Sites.Seat seat, ServerSettings wanted) {
    Optional<Sites.Seat> any = sites.any();
    if (any.isPresent() && wanted.tls().isPresent() != settings.tls().isPresent()) {
      return CompletableFuture.failedFuture(HttpPorts.otherwise(wanted, any.get()));
    }
    // Who is let in is nothing that may depend on which of them came first.
    if (any.isPresent() && !isForTheSame(wanted)) {
      return CompletableFuture.failedFuture(HttpPorts.forOthers(wanted, any.get()));
    }
    Optional<Sites.Seat> holder = sites.add(seat);
    if (holder.isPresent()) {
      return CompletableFuture.failedFuture(
          Refusal.unavailable(
              "the path "
                  + seat.path()
                  + " on port "
                  + settings.port()
                  + " is served for integration '"
                  + holder.get().context().integration()
                  + "' already; each integration needs a routing key of its own"));
    }
    context.memory().add(seat.context().memory());
    return opened.thenApply(open -> this);
  }

  private boolean isForTheSame(ServerSettings wanted) {
    return wanted.access().equals(settings.access())
        && wanted
            .tls()
            .map(TlsSettings::clientAuth)
            .equals(settings.tls().map(TlsSettings::clientAuth));
  }

  /** Serves a site no more; whether it was the last one. */
  boolean leave(Sites.Seat seat) {
    sites.remove(seat);
    context.memory().remove(seat.context().memory());
    return sites.isEmpty();
  }

  CompletionStage<Void> close() {
    return transport
        .map(KitTransport::stop)
        .orElseGet(() -> CompletableFuture.completedFuture(null));
  }

  Health health() {
    return transport.map(KitTransport::health).orElseGet(() -> Health.down("not listening yet"));
  }

  /** The bound port. */
  int number() {
    return transport.orElseThrow().port();
  }
}
