package io.integrationhost.plugins.teltonika;

import io.integrationhost.plugins.teltonika.codec.StreamDecoder;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.timeout.IdleStateHandler;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Admits and equips the TCP connections of one transport. Thread-safe. */
final class Sessions extends ChannelInitializer<SocketChannel> {

  private final Service service;
  private final Set<Session> open = new HashSet<>();
  private long accepted;
  private boolean stopped;

  Sessions(Service service) {
    this.service = service;
  }

  @Override
  protected void initChannel(SocketChannel channel) {
    Optional<Session> admitted = admit(channel);
    if (admitted.isEmpty()) {
      var unused = channel.close();
      return;
    }
    Limits limits = service.settings().limits();
    ChannelPipeline pipeline = channel.pipeline();
    if (limits.idleSeconds() > 0) {
      pipeline.addLast(new IdleStateHandler(limits.idleSeconds(), 0, 0));
    }
    pipeline.addLast(
        new StreamDecoder(limits.data(), limits.frameSeconds(), service.memory()), admitted.get());
  }

  private synchronized Optional<Session> admit(SocketChannel channel) {
    InetSocketAddress remote = channel.remoteAddress();
    if (stopped || remote == null) {
      return Optional.empty();
    }
    int limit = service.settings().limits().connections();
    if (open.size() >= limit) {
      service
          .reports()
          .connection("a connection from " + remote, "is closed: maxConnections is " + limit);
      return Optional.empty();
    }
    accepted++;
    var session = new Session(new Wire(channel, remote), accepted, service);
    open.add(session);
    session.gone().thenRun(() -> remove(session));
    return Optional.of(session);
  }

  private synchronized void remove(Session session) {
    open.remove(session);
  }

  synchronized int size() {
    return open.size();
  }

  /** Admits nothing more; completes when all connections are closed. */
  synchronized CompletionStage<Void> stop() {
    stopped = true;
    return CompletableFuture.allOf(
        open.stream()
            .map(session -> session.stop().toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new));
  }
}
