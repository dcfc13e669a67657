package io.integrationhost.kit.http;

import io.integrationhost.kit.Answer;
import io.integrationhost.kit.Conversation;
import io.integrationhost.kit.Fault;
import io.integrationhost.kit.LimitedLog;
import io.integrationhost.kit.Session;
import io.integrationhost.plugin.Wire;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The requests of one connection and their answers, which go out in the order of the requests
 * however long each takes. Belongs to the loop, but for what says otherwise.
 */
final class HttpConversation implements Conversation<Arrived> {

  /** When who is turned away for now comes again. */
  static final int RETRY_SECONDS = 5;

  /** So many looks in the time that an answer may take. */
  private static final int LOOKS = 4;

  private final Session<Arrived> session;
  private final PortWire.Connection wire;
  private final Response response;
  private final Duration patience;
  private final LimitedLog log;
  private final ArrayDeque<Exchange> exchanges = new ArrayDeque<>();
  private int looks;
  private boolean looking;

  /**
   * Of a new connection.
   *
   * @param patience how long an answer may take before the client is told to come again
   */
  HttpConversation(
      Session<Arrived> session,
      PortWire wires,
      Response response,
      Duration patience,
      LimitedLog log) {
    this.session = session;
    this.wire = wires.of(session.source());
    this.response = response;
    this.patience = patience;
    this.log = log;
  }

  @Override
  public void frame(Arrived arrived) {
    if (arrived instanceof Arrived.Whole whole) {
      serve(whole);
    } else if (arrived instanceof Arrived.Turned turned) {
      turn(turned);
    } else {
      session.answer(Response.GO_ON);
    }
  }

  private void turn(Arrived.Turned turned) {
    turned.fault().ifPresent(session::report);
    int minor = turned.head().map(Head::minor).orElse(1);
    boolean withBody = turned.head().filter(head -> head.method().equals("HEAD")).isEmpty();
    byte[] bytes = response.bytes(turned.reply(), minor, !turned.ends(), withBody);
    turned
        .address()
        .ifPresent(
            address -> {
              Wire.Line line = wire.to(address.seat());
              line.received(turned.bytes());
              sent(line, bytes);
            });
    session.answer(bytes);
    if (turned.ends()) {
      session.finish();
    }
  }

  private void serve(Arrived.Whole whole) {
    Sites.Seat seat = whole.address().seat();
    Wire.Line line = wire.to(seat);
    line.received(whole.bytes());
    if (line.isWatched()) {
      line.receivedCopy(Shown.of(whole));
    }
    var exchange = new Exchange(whole.head(), line, looks);
    exchanges.add(exchange);
    session.answer(whole.bytes(), () -> begin(exchange, whole, seat));
    lookLater();
    if (!whole.head().isKeptAlive()) {
      session.finish();
    }
  }

  private CompletionStage<Answer> begin(Exchange exchange, Arrived.Whole whole, Sites.Seat seat) {
    if (!seat.gate().enter()) {
      exchange.settle(Reply.later(RETRY_SECONDS));
      return exchange.answer();
    }
    CompletionStage<Reply> said;
    try {
      said = seat.site().answer(request(whole));
    } catch (Unreadable e) {
      said = CompletableFuture.completedFuture(Reply.text(e.status(), e.getMessage() + "\n"));
    } catch (RuntimeException | Error e) {
      said = CompletableFuture.failedFuture(e);
    }
    var unused =
        said.whenComplete(
            (reply, failure) -> {
              seat.gate().leave();
              if (failure != null) {
                log.warn("answers", () -> session.label() + ": a request failed: " + failure);
              }
              exchange.settle(failure == null ? reply : Reply.FAILED);
            });
    return exchange.answer();
  }

  private Request request(Arrived.Whole whole) {
    Optional<String> coding = whole.head().headers().first("content-encoding");
    int most = whole.address().seat().site().mostBytes();
    byte[] body =
        coding.isEmpty() ? whole.body() : Compression.undone(coding.get(), whole.body(), most);
    return new Request(
        whole.head(),
        whole.address().rest(),
        body,
        session.remote(),
        session.source(),
        session.certificateName());
  }

  @Override
  public boolean fault(Fault fault) {
    int status =
        switch (fault.kind()) {
          case TIMEOUT -> 408;
          case TOO_LONG -> 413;
          case MEMORY -> 503;
          default -> 400;
        };
    Reply reply = status == 503 ? Reply.later(RETRY_SECONDS) : Reply.of(status);
    session.answer(response.bytes(reply, 1, false, true));
    return false;
  }

  private void lookLater() {
    if (!looking) {
      looking = true;
      session.later(patience.dividedBy(LOOKS), this::look);
    }
  }

  private void look() {
    looking = false;
    looks++;
    for (Exchange each : exchanges) {
      if (looks - each.begun > LOOKS) {
        each.settle(Reply.later(RETRY_SECONDS));
      }
    }
    if (!exchanges.isEmpty()) {
      lookLater();
    }
  }

  @Override
  public void closed() {
    exchanges.forEach(Exchange::drop);
    exchanges.clear();
  }

  private static void sent(Wire.Line line, byte[] bytes) {
    line.sent(bytes.length);
    if (line.isWatched()) {
      line.sentCopy(bytes);
    }
  }

  /** One request and its answer. */
  private final class Exchange {

    private final Head head;
    private final Wire.Line line;
    private final int begun;
    private final CompletableFuture<Reply> reply = new CompletableFuture<>();

    Exchange(Head head, Wire.Line line, int begun) {
      this.head = head;
      this.line = line;
      this.begun = begun;
    }

    /** The first one counts. Any thread. */
    void settle(Reply said) {
      if (!reply.complete(said)) {
        said.lost("the request was answered already, since this came too late");
      }
    }

    CompletionStage<Answer> answer() {
      return reply.thenApply(said -> receipt -> bytes(said));
    }

    /** In the order of the requests. */
    private byte[] bytes(Reply said) {
      exchanges.remove(this);
      boolean withBody = !head.method().equals("HEAD");
      byte[] bytes = response.bytes(said, head.minor(), head.isKeptAlive(), withBody);
      HttpConversation.sent(line, bytes);
      said.sent().ifPresent(waiting -> waiting.complete(null));
      return bytes;
    }

    /** The connection is gone. */
    void drop() {
      var unused = reply.thenAccept(said -> said.lost("the client left before its answer"));
    }
  }
}
