package io.integrationhost.plugins.coap;

import io.integrationhost.kit.Refusal;
import io.integrationhost.plugins.coap.Settings.PortSettings;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The ports of the plugin, which its transports share: the first that needs one opens it, the last
 * closes it. Thread-safe; nobody waits: opening and closing, which take their time, run one after
 * the other on a thread of their own, beside those that serve devices. Threads exist while there
 * are ports, and a second longer.
 */
final class Ports implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 5;

  private final Map<InetSocketAddress, Port> open = new ConcurrentHashMap<>();
  private final List<Port> anyFree = new CopyOnWriteArrayList<>();
  private final ThreadPoolExecutor door;
  private volatile Threads threads;

  Ports() {
    door =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              var thread = new Thread(task, "plugin-coap-ports");
              thread.setDaemon(true);
              return thread;
            });
    door.allowCoreThreadTimeOut(true);
  }

  /**
   * Hangs a transport below its paths.
   *
   * @return where, when all its ports are open
   */
  CompletionStage<List<Port>> enter(CoapTransport transport) {
    try {
      return CompletableFuture.supplyAsync(() -> enterNow(transport), door);
    } catch (RejectedExecutionException closed) {
      return Refusal.notNow("the plugin is closed");
    }
  }

  /** Takes a transport away; what it is the last of is closed when the stage completes. */
  CompletionStage<Void> leave(CoapTransport transport) {
    try {
      return CompletableFuture.runAsync(() -> leaveNow(transport), door);
    } catch (RejectedExecutionException closed) {
      return CompletableFuture.completedFuture(null);
    }
  }

  /** Runs what waits for files on the thread that opens and closes ports. */
  void beside(Runnable task) {
    try {
      door.execute(task);
    } catch (RejectedExecutionException closed) {
      // Nobody has a use for it any more.
    }
  }

  private List<Port> enterNow(CoapTransport transport) {
    Settings settings = transport.settings();
    List<Port> entered = new ArrayList<>();
    if (threads == null) {
      threads = new Threads();
    }
    try {
      settings.plain().ifPresent(place -> entered.add(enter(place, transport)));
      settings.secure().ifPresent(place -> entered.add(enter(place, transport)));
    } catch (RuntimeException | Error e) {
      leaveNow(transport);
      throw e;
    }
    return List.copyOf(entered);
  }

  private Port enter(Settings.Place place, CoapTransport transport) {
    PortSettings wanted = place.port();
    if (wanted.address().getPort() == 0) {
      Port port = Port.open(wanted, this, threads);
      anyFree.add(port);
      port.add(place.path(), transport);
      return port;
    }
    Port port = open.get(wanted.address());
    if (port == null) {
      port = Port.open(wanted, this, threads);
      open.put(wanted.address(), port);
    } else if (!port.settings().isSameAs(wanted)) {
      throw Refusal.configuration(
          "port "
              + wanted.address().getPort()
              + " is shared with "
              + port.users()
              + ", which says other things of it (maxBodyLength, maxBodiesInBlocks, maxPeers, dtls,"
              + " tls); say them once, under plugins.coap in the host's settings, or give another"
              + " port");
    }
    port.add(place.path(), transport);
    return port;
  }

  private void leaveNow(CoapTransport transport) {
    List<Port> empty = all().filter(port -> port.remove(transport)).toList();
    open.values().removeAll(empty);
    anyFree.removeAll(empty);
    try {
      closeAll(empty);
    } finally {
      if (open.isEmpty() && anyFree.isEmpty() && threads != null) {
        threads.shutdown();
        threads = null;
      }
    }
  }

  /** All of them, though one fails. */
  private static void closeAll(List<Port> ports) {
    RuntimeException first = null;
    for (Port port : ports) {
      try {
        port.close();
      } catch (RuntimeException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private Stream<Port> all() {
    return Stream.concat(open.values().stream(), anyFree.stream());
  }

  /**
   * A transport that serves a path in the other mode only, so that a device can be told of its
   * mistake.
   */
  Optional<CoapTransport> elsewhere(List<String> path, boolean isSecure) {
    return all()
        .flatMap(port -> port.find(path).stream())
        .filter(each -> (isSecure ? each.settings().secure() : each.settings().plain()).isEmpty())
        .findFirst();
  }

  /** Closes all that is left, and waits for the threads. */
  @Override
  public void close() {
    try {
      door.execute(this::closeNow);
    } catch (RejectedExecutionException closed) {
      return;
    }
    door.shutdown();
    try {
      if (!door.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        door.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeNow() {
    List<Port> left = all().toList();
    open.clear();
    anyFree.clear();
    Threads running = threads;
    threads = null;
    try {
      closeAll(left);
    } finally {
      if (running != null) {
        running.end(PATIENCE_SECONDS);
      }
    }
  }
}
