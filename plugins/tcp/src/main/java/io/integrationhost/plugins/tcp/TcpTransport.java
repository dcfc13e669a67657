package io.integrationhost.plugins.tcp;

import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportException;
import io.netty.channel.Channel;
import io.netty.channel.socket.ServerSocketChannel;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listening port and its connections. */
final class TcpTransport implements Transport {

  private static final Logger log = LoggerFactory.getLogger(TcpTransport.class);

  private final String label;
  private final Settings settings;
  private final Shared shared;
  private final Service service;
  private final Connections connections;
  private final Downlinks downlinks;

  private CompletableFuture<ServerSocketChannel> listener;
  private Optional<BuiltInSensor> sensor = Optional.empty();
  private CompletionStage<Void> stopped;

  TcpTransport(TransportContext context, Settings settings, Shared shared) {
    this.label =
        "integration '" + context.integration() + "', transport '" + context.transport() + "'";
    this.settings = settings;
    this.shared = shared;
    var reports = new Reports(log, label, context.clock());
    this.service =
        Service.of(
            settings,
            context.uplinks(),
            shared.memory().share(lack -> reports.lacks(lack, "")),
            reports);
    this.connections = new Connections(service);
    this.downlinks = new Downlinks(service);
  }

  @Override
  public synchronized CompletionStage<Void> start() {
    if (stopped != null || listener != null) {
      return failed(
          TransportException.Kind.REJECTED, "a TCP transport starts once, and not after its stop");
    }
    listener =
        new Listener(settings.socket(), shared, label, service.reports())
            .open(new ConnectionInitializer(service, connections));
    return listener.thenAccept(this::listening);
  }

  private synchronized void listening(ServerSocketChannel channel) {
    channel.closeFuture().addListener(closed -> listenerClosed());
    if (stopped != null) {
      return;
    }
    log.info("{}: listening on port {}", label, channel.localAddress().getPort());
    if (settings.framing() instanceof Framing.Conversation conversation) {
      sensor =
          conversation
              .sensor()
              .map(own -> new BuiltInSensor(own, channel.localAddress(), shared, label));
      sensor.ifPresent(BuiltInSensor::start);
    }
  }

  private synchronized void listenerClosed() {
    if (stopped == null) {
      log.error("{}: the listening port was closed unexpectedly; restart the integration", label);
    }
  }

  @Override
  public synchronized CompletionStage<Void> stop() {
    if (stopped == null) {
      stopped = listener == null ? nothing() : closeAll(listener);
    }
    return stopped;
  }

  private CompletionStage<Void> closeAll(CompletionStage<ServerSocketChannel> opening) {
    CompletionStage<Void> sensorGone = sensor.map(BuiltInSensor::stop).orElse(nothing());
    return opening
        .handle((channel, failure) -> channel == null ? nothing() : closed(channel))
        .thenCompose(closing -> closing)
        .thenCompose(closed -> connections.stop())
        .thenCompose(closed -> sensorGone);
  }

  private static CompletionStage<Void> closed(Channel channel) {
    if (!channel.isOpen()) {
      return nothing();
    }
    var closed = new CompletableFuture<Void>();
    channel.close().addListener(done -> closed.complete(null));
    return closed;
  }

  private static CompletionStage<Void> nothing() {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<Void> downlink(Downlink downlink) {
    return downlinks.send(downlink);
  }

  @Override
  public synchronized Health health() {
    if (listener == null || stopped != null || !listener.isDone()) {
      return Health.down(stopped == null ? "not listening yet" : "stopped");
    }
    if (listener.isCompletedExceptionally()) {
      return Health.down("port " + settings.socket().port() + " could not be opened");
    }
    if (!listener.join().isOpen()) {
      return Health.down("the listening port was closed unexpectedly; restart the integration");
    }
    return service
        .reports()
        .shortage()
        .map(Health::degraded)
        .orElseGet(() -> new Health(Health.Status.UP, detail()));
  }

  private String detail() {
    return "listening on port "
        + port()
        + ", "
        + connections.size()
        + " connections, "
        + connections.refused()
        + " refused, "
        + service.reports().badFrames()
        + " bad frames";
  }

  /** The bound port; only while listening. */
  int port() {
    return listener.join().localAddress().getPort();
  }

  private static CompletionStage<Void> failed(TransportException.Kind kind, String message) {
    return CompletableFuture.failedFuture(new TransportException(kind, message));
  }
}
