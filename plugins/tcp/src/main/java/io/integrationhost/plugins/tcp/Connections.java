package io.integrationhost.plugins.tcp;

import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The open connections of one transport. Thread-safe. */
final class Connections {

  private final Service service;
  private final Set<Connection> open = new HashSet<>();
  private long accepted;
  private long refused;
  private boolean stopped;

  Connections(Service service) {
    this.service = service;
  }

  /** A new connection, or nothing when it must not be: the channel is then to be closed. */
  synchronized Optional<Connection> admit(SocketChannel channel) {
    InetSocketAddress peer = channel.remoteAddress();
    if (stopped || peer == null) {
      return Optional.empty();
    }
    int limit = service.settings().limits().connections();
    if (open.size() >= limit) {
      refused++;
      service
          .reports()
          .connections()
          .warn(() -> "connection from " + peer + " closed: maxConnections is " + limit);
      return Optional.empty();
    }
    accepted++;
    var connection = new Connection(channel, peer(channel), service);
    open.add(connection);
    connection.gone().thenRun(() -> remove(connection));
    return Optional.of(connection);
  }

  private Peer peer(SocketChannel channel) {
    return Peer.of(channel, accepted, service.settings().connectionMetadata());
  }

  private synchronized void remove(Connection connection) {
    open.remove(connection);
  }

  synchronized int size() {
    return open.size();
  }

  synchronized long refused() {
    return refused;
  }

  /** Admits nothing more; completes when all connections are closed. */
  synchronized CompletionStage<Void> stop() {
    stopped = true;
    return CompletableFuture.allOf(
        open.stream()
            .map(connection -> connection.stop().toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new));
  }
}
