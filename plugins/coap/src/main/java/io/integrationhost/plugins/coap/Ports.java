package io.integrationhost.plugins.coap;

import io.integrationhost.kit.Refusal;
import io.integrationhost.plugins.coap.Settings.PortSettings;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The ports of the plugin, which its transports share: the first that needs one opens it, the last
 * closes it. Thread-safe; opening and closing run on the plugin's own threads, which exist while
 * there are ports.
 */
final class Ports implements AutoCloseable {

  private static final int THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());
  private static final long PATIENCE_SECONDS = 5;

  private final Map<InetSocketAddress, Port> open = new HashMap<>();
  private final List<Port> anyFree = new ArrayList<>();
  private final AtomicInteger threadNumber = new AtomicInteger();
  private ScheduledThreadPoolExecutor threads;
  private int users;

  /**
   * Hangs a transport below its paths.
   *
   * @return where, when all its ports are open
   */
  CompletionStage<List<Port>> enter(CoapTransport transport) {
    return run(() -> enterNow(transport));
  }

  /** Takes a transport away; what it is the last of is closed when the stage completes. */
  CompletionStage<Void> leave(CoapTransport transport) {
    return run(
        () -> {
          leaveNow(transport);
          return null;
        });
  }

  private synchronized List<Port> enterNow(CoapTransport transport) {
    Settings settings = transport.settings();
    List<Port> entered = new ArrayList<>();
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

  private synchronized void leaveNow(CoapTransport transport) {
    List<Port> all = new ArrayList<>(open.values());
    all.addAll(anyFree);
    for (Port port : all) {
      if (port.remove(transport)) {
        open.values().remove(port);
        anyFree.remove(port);
        port.close();
      }
    }
  }

  /** What a transport serves elsewhere, so that a device can be told of its mistake. */
  synchronized Optional<CoapTransport> elsewhere(List<String> path) {
    for (Port port : open.values()) {
      Optional<CoapTransport> found = port.find(path);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private <T> CompletionStage<T> run(Supplier<T> task) {
    var result = new CompletableFuture<T>();
    ScheduledThreadPoolExecutor on;
    synchronized (this) {
      if (threads == null) {
        threads = threads();
      }
      on = threads;
      users++;
    }
    on.execute(
        () -> {
          try {
            T value = task.get();
            result.complete(value);
          } catch (Throwable e) {
            result.completeExceptionally(e);
            if (e instanceof Error error) {
              throw error;
            }
          } finally {
            done();
          }
        });
    return result;
  }

  private synchronized void done() {
    users--;
    if (users == 0 && open.isEmpty() && anyFree.isEmpty() && threads != null) {
      threads.shutdown();
      threads = null;
    }
  }

  private ScheduledThreadPoolExecutor threads() {
    var made =
        new ScheduledThreadPoolExecutor(
            THREADS,
            task -> {
              var thread = new Thread(task, "plugin-coap-" + threadNumber.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    // What the library still wants to repeat when all ports are closed reaches nobody.
    made.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    made.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    made.setRemoveOnCancelPolicy(true);
    return made;
  }

  /** Closes all that is left, and waits for the threads. */
  @Override
  public void close() {
    ScheduledThreadPoolExecutor left;
    synchronized (this) {
      open.values().forEach(Port::close);
      open.clear();
      anyFree.forEach(Port::close);
      anyFree.clear();
      left = threads;
      threads = null;
    }
    if (left == null) {
      return;
    }
    left.shutdownNow();
    try {
      left.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
