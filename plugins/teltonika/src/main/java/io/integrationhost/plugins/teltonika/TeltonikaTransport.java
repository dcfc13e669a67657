package io.integrationhost.plugins.teltonika;

import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.plugin.TransportException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ports of one transport and what listens there. */
final class TeltonikaTransport implements Transport {

  private static final Logger log = LoggerFactory.getLogger(TeltonikaTransport.class);

  private final String label;
  private final Service service;
  private final Sessions sessions;
  private final List<OpenPort> ports = new ArrayList<>();
  private Optional<CompletableFuture<Void>> started = Optional.empty();
  private Optional<CompletionStage<Void>> stopped = Optional.empty();

  TeltonikaTransport(TransportContext context, Settings settings, Shared shared) {
    label = "integration '" + context.integration() + "', transport '" + context.transport() + "'";
    var reports = new Reports(log, label, context.clock());
    service =
        Service.of(
            context, settings, shared.memory().share(lack -> reports.lacks(lack, "")), reports);
    sessions = new Sessions(service);
    Ports where = settings.ports();
    where
        .tcp()
        .ifPresent(
            port -> ports.add(open(new TcpListener(service, port, shared, sessions), shared)));
    where.udp().ifPresent(port -> ports.add(open(new UdpListener(service, port, shared), shared)));
  }

  private OpenPort open(Listener listener, Shared shared) {
    return new OpenPort(listener, shared.ports(), label);
  }

  @Override
  public synchronized CompletionStage<Void> start() {
    if (started.isPresent() || stopped.isPresent()) {
      return CompletableFuture.failedFuture(
          new TransportException(Kind.REJECTED, "a transport starts once, and not after its stop"));
    }
    CompletableFuture<Void> all =
        CompletableFuture.allOf(
            ports.stream().map(OpenPort::open).toArray(CompletableFuture<?>[]::new));
    started = Optional.of(all);
    return all;
  }

  @Override
  public synchronized CompletionStage<Void> stop() {
    if (stopped.isEmpty()) {
      stopped =
          Optional.of(
              CompletableFuture.allOf(
                  ports.stream()
                      .map(port -> port.close().toCompletableFuture())
                      .toArray(CompletableFuture<?>[]::new)));
    }
    return stopped.get();
  }

  @Override
  public CompletionStage<Void> downlink(Downlink downlink) {
    int length = downlink.payload().length;
    int limit = service.settings().limits().data() - 10;
    if (length == 0 || length > limit) {
      return refused(
          Kind.REJECTED,
          downlink,
          "is sent no command of " + length + " bytes (expected 1 to " + limit + ")");
    }
    Optional<Session> session = service.loggedIn().find(downlink.deviceName());
    if (session.isEmpty()) {
      return refused(
          Kind.UNAVAILABLE,
          downlink,
          "has no TCP connection now; a tracker is reached only while it keeps its connection open"
              + " (its setting 'open link timeout'), and never over UDP");
    }
    Command command = Command.of(downlink, service.settings().commands().lineEnd());
    session.get().command(command);
    return command.sent();
  }

  private static CompletionStage<Void> refused(Kind kind, Downlink downlink, String why) {
    return CompletableFuture.failedFuture(
        new TransportException(kind, "device '" + downlink.deviceName() + "' " + why));
  }

  @Override
  public synchronized Health health() {
    if (stopped.isPresent() || started.isEmpty() || !started.get().isDone()) {
      return Health.down(stopped.isPresent() ? "stopped" : "not listening yet");
    }
    for (OpenPort port : ports) {
      Optional<String> problem = port.problem();
      if (problem.isPresent()) {
        return Health.down(problem.get());
      }
    }
    List<String> listening = ports.stream().map(OpenPort::toString).toList();
    String detail =
        "listening on "
            + String.join(" and ", listening)
            + ", "
            + sessions.size()
            + " connections, "
            + service.reports().summary();
    return service
        .reports()
        .shortage()
        .map(Health::degraded)
        .orElseGet(() -> new Health(Health.Status.UP, detail));
  }
}
