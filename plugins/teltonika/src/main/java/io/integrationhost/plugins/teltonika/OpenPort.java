package io.integrationhost.plugins.teltonika;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A port from its opening to its close. Thread-safe. */
final class OpenPort {

  private static final Logger log = LoggerFactory.getLogger(OpenPort.class);

  private final Listener listener;
  private final OpenPorts all;
  private final String owner;
  private Optional<CompletableFuture<Channel>> opened = Optional.empty();
  private boolean closing;

  OpenPort(Listener listener, OpenPorts all, String owner) {
    this.listener = listener;
    this.all = all;
    this.owner = owner;
  }

  /** Opens the port, once. */
  synchronized CompletableFuture<Void> open() {
    CompletableFuture<Channel> opening =
        listener
            .open(all)
            .thenApply(
                channel -> {
                  all.opened(listener.protocol(), channel, owner);
                  return channel;
                });
    opened = Optional.of(opening);
    return opening.thenAccept(this::listening);
  }

  private void listening(Channel channel) {
    log.info("{}: listening on {}", owner, this);
    channel.closeFuture().addListener(closed -> closed());
  }

  private synchronized void closed() {
    if (!closing) {
      log.error(
          "{}: the {} port was closed unexpectedly; restart the integration",
          owner,
          listener.protocol());
    }
  }

  /** Closes the port, also one that is still opening. */
  synchronized CompletionStage<Void> close() {
    closing = true;
    CompletionStage<Void> nothing = CompletableFuture.completedFuture(null);
    return opened
        .<CompletionStage<Void>>map(
            opening ->
                opening
                    .handle(
                        (channel, failure) -> failure == null ? listener.drain(channel) : nothing)
                    .thenCompose(closing -> closing))
        .orElse(nothing);
  }

  /** Why the port does not serve; empty when it does. */
  synchronized Optional<String> problem() {
    if (opened.isEmpty() || opened.get().isCompletedExceptionally()) {
      return Optional.of("the " + listener.protocol() + " port could not be opened");
    }
    return opened.get().isDone() && opened.get().join().isOpen()
        ? Optional.empty()
        : Optional.of(
            "the "
                + listener.protocol()
                + " port was closed unexpectedly; restart the integration");
  }

  /** Protocol and number, such as {@code TCP port 5027}. */
  @Override
  public synchronized String toString() {
    String port =
        opened
            .filter(CompletableFuture::isDone)
            .map(done -> ((InetSocketAddress) done.join().localAddress()).getPort())
            .map(String::valueOf)
            .orElse("?");
    return listener.protocol() + " port " + port;
  }
}
