package io.integrationhost.kit.http;

import io.integrationhost.kit.LimitedLog;
import io.integrationhost.kit.Refusal;
import io.integrationhost.kit.settings.Keys;
import io.integrationhost.kit.settings.ServerSettings;
import io.integrationhost.kit.transport.Kit;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportContext;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ports of a plugin, each shared by all transports that name it: the first one in opens it, the
 * last one out closes it. A field of the plugin. Thread-safe.
 */
public final class HttpPorts implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(HttpPorts.class);

  private final Kit kit;
  private final String pluginId;
  private final Map<InetSocketAddress, HttpPort> open = new HashMap<>();
  private final Map<InetSocketAddress, CompletionStage<Void>> closing = new HashMap<>();
  private Optional<ScheduledExecutorService> timer = Optional.empty();

  /**
   * None is open.
   *
   * @param pluginId names the thread that looks at certificates, there while a port is open
   * @param kit of the plugin; closed after this
   */
  public HttpPorts(String pluginId, Kit kit) {
    this.pluginId = pluginId;
    this.kit = kit;
  }

  /**
   * A transport that serves one site.
   *
   * @param context of the host
   * @param keys of its slice; their problems are thrown
   * @param settings of the port; of the transports on one port those of the first count
   * @param patience how long an answer may take before a client is told to come again
   * @param path of the site: a slash and what follows, without one at the end
   * @param site answers requests for this path and those below it
   * @return not started
   */
  public Transport transport(
      TransportContext context,
      Keys keys,
      ServerSettings settings,
      Duration patience,
      String path,
      Site site) {
    keys.check();
    keys.warnings().forEach(text -> log.warn("integration '{}': {}", context.integration(), text));
    return new HttpTransport(
        this, settings, patience, keys, new Sites.Seat(path, site, context, new Gate()));
  }

  /** Serves a site; completes when its port is open. */
  CompletionStage<HttpPort> join(
      Sites.Seat seat, ServerSettings settings, Duration patience, Keys keys) {
    InetSocketAddress address = settings.address();
    synchronized (this) {
      CompletionStage<Void> former = closing.get(address);
      if (former != null) {
        return former
            .handle((done, failure) -> null)
            .thenCompose(free -> join(seat, settings, patience, keys));
      }
      HttpPort port = open.get(address);
      if (port != null) {
        return port.join(seat, settings);
      }
      port = new HttpPort(settings, patience, timer(), log(settings));
      open.put(address, port);
      CompletionStage<HttpPort> joined = port.join(seat, settings);
      HttpPort opening = port;
      port.open(kit, keys)
          .whenComplete(
              (done, failure) -> {
                if (failure != null) {
                  forget(address, opening);
                }
              });
      return joined;
    }
  }

  private static LimitedLog log(ServerSettings settings) {
    return new LimitedLog(log, "port " + settings.port());
  }

  private synchronized void forget(InetSocketAddress address, HttpPort port) {
    open.remove(address, port);
    endTimer();
  }

  /**
   * A site is served no more; completes when that is so, and the port closed if nobody needs it.
   */
  CompletionStage<Void> leave(Sites.Seat seat, HttpPort port, ServerSettings settings) {
    InetSocketAddress address = settings.address();
    synchronized (this) {
      boolean isLast = port.leave(seat);
      if (!isLast || open.get(address) != port) {
        return CompletableFuture.completedFuture(null);
      }
      open.remove(address);
      var closed = new CompletableFuture<Void>();
      closing.put(address, closed);
      var unused = port.close().whenComplete((done, failure) -> closed(address, closed));
      return closed;
    }
  }

  private void closed(InetSocketAddress address, CompletableFuture<Void> closed) {
    synchronized (this) {
      closing.remove(address, closed);
      endTimer();
    }
    closed.complete(null);
  }

  private ScheduledExecutorService timer() {
    if (timer.isEmpty()) {
      timer =
          Optional.of(
              Executors.newSingleThreadScheduledExecutor(
                  task -> {
                    var thread = new Thread(task, "plugin-" + pluginId + "-ports");
                    thread.setDaemon(true);
                    return thread;
                  }));
    }
    return timer.get();
  }

  private void endTimer() {
    if (open.isEmpty() && closing.isEmpty()) {
      timer.ifPresent(ScheduledExecutorService::shutdownNow);
      timer = Optional.empty();
    }
  }

  /** Ends what is left of the ports; transports should have been stopped before. */
  @Override
  public synchronized void close() {
    open.values().forEach(HttpPort::close);
    open.clear();
    timer.ifPresent(ScheduledExecutorService::shutdownNow);
    timer = Optional.empty();
  }

  /** Why a transport that lets others in cannot have a port that another one has opened. */
  static RuntimeException forOthers(ServerSettings settings, Sites.Seat holder) {
    return Refusal.unavailable(
        "port "
            + settings.port()
            + " is opened for integration '"
            + holder.context().integration()
            + "', whose allow, proxyProtocol, trustedProxies or tls.clientAuth differ; make them"
            + " equal, or give one of them another port");
  }

  /** Why a transport cannot have a port that another one has opened. */
  static RuntimeException otherwise(ServerSettings settings, Sites.Seat holder) {
    return Refusal.unavailable(
        "port "
            + settings.port()
            + " is opened "
            + (settings.tls().isPresent() ? "without" : "with")
            + " TLS for integration '"
            + holder.context().integration()
            + "'; give one of them another port");
  }
}
