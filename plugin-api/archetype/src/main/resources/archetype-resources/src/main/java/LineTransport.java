package ${package};

import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportException;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listening port and its connections, for one integration. */
final class LineTransport implements Transport {

  private static final Logger log = LoggerFactory.getLogger(LineTransport.class);

  private final TransportContext context;
  private final LineSettings settings;
  private final Set<LineSession> sessions = ConcurrentHashMap.newKeySet();
  private final Map<String, LineSession> devices = new ConcurrentHashMap<>();
  private final CompletableFuture<Void> acceptorEnded = new CompletableFuture<>();
  private ServerSocket listener;
  private CompletableFuture<Void> stopped;
  private long connections;

  LineTransport(TransportContext context, LineSettings settings) {
    this.context = context;
    this.settings = settings;
  }

  @Override
  public synchronized CompletionStage<Void> start() {
    if (stopped != null) {
      return failed(TransportException.Kind.REJECTED, "the transport has been stopped");
    }
    try {
      listener = new ServerSocket(settings.port());
    } catch (IOException e) {
      return failed(
          TransportException.Kind.UNAVAILABLE,
          "port " + settings.port() + " cannot be opened (" + e.getMessage()
              + "); stop the other program or change 'port'");
    }
    thread("acceptor", this::accept).start();
    log.info("{}: listening on port {}", context.integration(), port());
    return CompletableFuture.completedFuture(null);
  }

  private void accept() {
    try {
      while (true) {
        open(listener.accept());
      }
    } catch (IOException e) {
      log.debug("{}: no connections are taken any more ({})", context.integration(), e.getMessage());
    } finally {
      acceptorEnded.complete(null);
    }
  }

  private synchronized void open(Socket socket) throws IOException {
    if (stopped != null || sessions.size() >= settings.maxConnections()) {
      socket.close();
      return;
    }
    connections++;
    Source source = new Source("connection-" + connections);
    LineSession session =
        new LineSession(socket, source, context, settings.maxLineLength(), devices);
    sessions.add(session);
    session.ended().thenRun(() -> sessions.remove(session));
    thread(source.session(), session).start();
  }

  @Override
  public synchronized CompletionStage<Void> stop() {
    if (stopped == null) {
      stopped = closeAll();
    }
    return stopped;
  }

  /** Completes when all threads are done, so that nothing is published afterwards. */
  private CompletableFuture<Void> closeAll() {
    if (listener == null) {
      return CompletableFuture.completedFuture(null);
    }
    try {
      listener.close();
    } catch (IOException e) {
      log.warn("{}: the port did not close ({})", context.integration(), e.getMessage());
    }
    sessions.forEach(LineSession::close);
    CompletableFuture<?>[] ends =
        sessions.stream().map(LineSession::ended).toArray(CompletableFuture<?>[]::new);
    return acceptorEnded.thenCombine(CompletableFuture.allOf(ends), (accepted, done) -> null);
  }

  @Override
  public CompletionStage<Void> downlink(Downlink downlink) {
    LineSession session = devices.get(downlink.deviceName());
    return session == null
        ? failed(
            TransportException.Kind.UNAVAILABLE, // the host keeps it until the device is heard
            "device '" + downlink.deviceName() + "' is not connected")
        : session.send(downlink.payload());
  }

  @Override
  public synchronized Health health() {
    if (listener == null || stopped != null) {
      return Health.down("not listening");
    }
    // Whatever ended it, such as too many open files: the host starts a new transport.
    return acceptorEnded.isDone()
        ? Health.down("port " + port() + " takes no connections any more")
        : new Health(Health.Status.UP, "port " + port() + ", " + sessions.size() + " connections");
  }

  /** The port that is really open; only after the start. */
  int port() {
    return listener.getLocalPort();
  }

  static Thread thread(String name, Runnable task) {
    return new Thread(task, "plugin-${artifactId}-" + name);
  }

  private static CompletionStage<Void> failed(TransportException.Kind kind, String message) {
    return CompletableFuture.failedFuture(new TransportException(kind, message));
  }
}
