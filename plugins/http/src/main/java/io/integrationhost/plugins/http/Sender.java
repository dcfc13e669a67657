package io.integrationhost.plugins.http;

import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.Refusal;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.TransportException;
import java.net.http.HttpRequest;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Hands downlinks of one transport to the server of its network: some at once, the others in order,
 * and not without end. Thread-safe.
 */
final class Sender {

  private static final int AT_ONCE = 8;
  private static final int MOST_WAITING = 1_000;
  private static final int LONGEST_REASON = 1_024;

  /** How one network wants it. */
  interface Network {

    /**
     * Sends a downlink.
     *
     * @return completes when the network took it; fails with what {@link #failure} makes, or with a
     *     {@link TransportException}
     * @throws TransportException when the downlink lacks something
     */
    CompletionStage<Void> send(Downlink downlink);
  }

  private record Waiting(Downlink downlink, CompletableFuture<Void> outcome) {}

  private final Network network;
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private int underWay;
  private boolean closed;
  private volatile String trouble = "";

  Sender(Network network) {
    this.network = network;
  }

  CompletionStage<Void> send(Downlink downlink) {
    var mine = new Waiting(downlink, new CompletableFuture<>());
    synchronized (this) {
      if (closed || waiting.size() >= MOST_WAITING) {
        return Refusal.notNow(
            closed ? "the transport stops" : MOST_WAITING + " downlinks wait for the network");
      }
      waiting.add(mine);
    }
    next();
    return mine.outcome();
  }

  private void next() {
    Waiting first;
    synchronized (this) {
      if (underWay >= AT_ONCE || waiting.isEmpty()) {
        return;
      }
      underWay++;
      first = waiting.poll();
    }
    CompletionStage<Void> sent;
    try {
      sent = network.send(first.downlink());
    } catch (RuntimeException | Error e) {
      sent = CompletableFuture.failedFuture(e);
    }
    var unused =
        sent.whenComplete(
            (done, failure) -> {
              synchronized (this) {
                underWay--;
              }
              end(first, failure);
              next();
            });
  }

  private void end(Waiting one, Throwable failure) {
    if (failure == null) {
      trouble = "";
      one.outcome().complete(null);
      return;
    }
    Throwable cause = cause(failure);
    TransportException told = cause instanceof TransportException known ? known : failure(cause);
    trouble = told.kind() == TransportException.Kind.UNAVAILABLE ? told.getMessage() : "";
    one.outcome().completeExceptionally(told);
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  /** What no answer means: sent again, a message of a radio network would be sent twice. */
  private static TransportException failure(Throwable cause) {
    return Rest.isUnconnected(cause)
        ? Refusal.unavailable("the server of the network cannot be reached: " + cause)
        : Refusal.rejected(
            "was sent, outcome unknown: the server of the network did not answer: " + cause);
  }

  /** What a server's answer means for a downlink, if it is not that all is well. */
  static Optional<TransportException> objection(Rest.Said said) {
    if (said.isOk()) {
      return Optional.empty();
    }
    String text = Bytes.utf8(said.body()).strip().replaceAll("\\p{Cntrl}+", " ");
    String reason =
        "the server of the network answered "
            + said.status()
            + (text.isEmpty()
                ? ""
                : ": " + text.substring(0, Math.min(text.length(), LONGEST_REASON)));
    boolean mayPass = said.status() == 429 || said.status() == 503;
    return Optional.of(mayPass ? Refusal.unavailable(reason) : Refusal.rejected(reason));
  }

  /** Asks, and is content with any answer that says that all is well. */
  static CompletionStage<Rest.Said> ask(Rest rest, HttpRequest request) {
    return rest.ask(request)
        .thenApply(
            said -> {
              Optional<TransportException> objection = objection(said);
              if (objection.isPresent()) {
                throw objection.get();
              }
              return said;
            });
  }

  /**
   * Asks what has to be known before a message: without an answer nothing was sent, and the whole
   * may be tried again.
   */
  static CompletionStage<Rest.Said> askBefore(Rest rest, HttpRequest request) {
    return ask(rest, request)
        .exceptionally(
            failure -> {
              Throwable cause = cause(failure);
              throw cause instanceof TransportException known
                  ? known
                  : Refusal.unavailable(
                      "the server of the network did not answer, before the message was sent: "
                          + cause);
            });
  }

  /** An answer that must be JSON. */
  static Object parsed(Rest.Said said) {
    try {
      return Json.parse(said.body());
    } catch (IllegalArgumentException e) {
      throw Refusal.rejected("the answer of the network's server is no JSON: " + e.getMessage());
    }
  }

  Health health() {
    String now = trouble;
    return now.isEmpty() ? Health.up() : Health.degraded("downlinks: " + now);
  }

  void close() {
    List<Waiting> left;
    synchronized (this) {
      closed = true;
      left = List.copyOf(waiting);
      waiting.clear();
    }
    left.forEach(
        each -> each.outcome().completeExceptionally(Refusal.unavailable("the transport stops")));
  }
}
