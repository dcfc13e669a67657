package io.integrationhost.kit.transport;

import io.integrationhost.kit.Conversation;
import io.integrationhost.kit.Framing;
import io.integrationhost.kit.Session;
import io.integrationhost.kit.settings.ServerSettings;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What the connections of one port, or to one peer, share, and those that are open. Thread-safe.
 */
final class Connections<F> {

  private final Service service;
  private final Framing<F> framing;
  private final Function<? super Session<F>, ? extends Conversation<F>> conversations;
  private final Limits limits;
  private final int mostPerConnection;
  private final ServerSettings.Times times;
  private final Map<EventLoop, Ledger> ledgers = new ConcurrentHashMap<>();
  private final Set<Connection<F>> open = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;
  private volatile boolean paused;

  /**
   * None is open yet.
   *
   * @param limits of all together
   * @param mostPerConnection how many uplinks of one may be under way
   */
  Connections(
      Service service,
      Framing<F> framing,
      Function<? super Session<F>, ? extends Conversation<F>> conversations,
      Limits limits,
      int mostPerConnection,
      ServerSettings.Times times) {
    this.service = service;
    this.framing = framing;
    this.conversations = conversations;
    this.limits = limits;
    this.mostPerConnection = mostPerConnection;
    this.times = times;
  }

  /** One more is let in; on its loop. */
  Connection<F> equip(Channel channel, Peer peer, Guest guest, Kept tls) {
    var connection = new Connection<>(channel, peer, guest, tls, this);
    open.add(connection);
    connection.life().whenGone().thenRun(() -> open.remove(connection));
    connection.open();
    if (stopping) {
      var unused = connection.stop();
    }
    return connection;
  }

  Service service() {
    return service;
  }

  Framing<F> framing() {
    return framing;
  }

  Conversation<F> conversation(Session<F> session) {
    return conversations.apply(session);
  }

  Permits permits() {
    return limits.permits();
  }

  Budget budget() {
    return limits.budget();
  }

  int mostPerConnection() {
    return mostPerConnection;
  }

  /** Where the memory and the time of a loop's connections are kept. */
  Ledger ledger(EventLoop loop) {
    return ledgers.computeIfAbsent(
        loop, one -> new Ledger(service, limits.budget(), one, new Times(times)));
  }

  void forEachLedger(Consumer<Ledger> action) {
    ledgers.values().forEach(action);
  }

  boolean isPaused() {
    return paused;
  }

  void pause(boolean now) {
    paused = now;
    open.forEach(connection -> connection.pause(now));
  }

  boolean isStopping() {
    return stopping;
  }

  /** From now on each that comes goes at once. */
  void refuseMore() {
    stopping = true;
  }

  /** Completes when all are gone. */
  CompletionStage<Void> stop() {
    stopping = true;
    return CompletableFuture.allOf(
        open.stream()
            .map(connection -> connection.stop().toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new));
  }
}
