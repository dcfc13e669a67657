package io.integrationhost.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.integrationhost.emulator.IntegrationState.Gate;
import io.integrationhost.remote.proto.ConnectRequestMsg;
import io.integrationhost.remote.proto.ConnectResponseCode;
import io.integrationhost.remote.proto.RequestMsg;
import io.integrationhost.remote.proto.ResponseMsg;
import io.integrationhost.remote.proto.UplinkMsg;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One stream (facts 2). gRPC calls it by one thread at a time; answers and pushes also come from
 * other threads, so everything that is sent goes through {@code lock}.
 */
final class Session implements StreamObserver<RequestMsg> {
  /** Messages asked for ahead, so that the next one is there when one is done. */
  private static final int READ_AHEAD = 16;

  private final SessionContext context;
  private final ServerCallStreamObserver<ResponseMsg> response;
  private final Object lock = new Object();
  private final AnswerQueue answers;
  private volatile IntegrationState resolved;
  private volatile boolean connected;
  private volatile boolean ended;
  private boolean closed;
  private boolean halfClosed;
  private int unrequested;
  private boolean timerSet;

  private Session(SessionContext context, ServerCallStreamObserver<ResponseMsg> response) {
    this.context = context;
    this.response = response;
    this.answers = new AnswerQueue(response::onNext);
  }

  static Session open(SessionContext context, ServerCallStreamObserver<ResponseMsg> response) {
    Session session = new Session(context, response);
    context.open().add(session);
    response.disableAutoRequest();
    response.setOnReadyHandler(session::requestMore);
    response.setOnCancelHandler(session::end);
    response.setOnCloseHandler(session::closedByGrpc);
    response.request(READ_AHEAD);
    return session;
  }

  @Override
  public void onNext(RequestMsg request) {
    switch (request.getMessageType()) {
      case CONNECT_RPC_MESSAGE -> connect(request.getConnectRequestMsg());
      case UPLINK_RPC_MESSAGE -> {
        if (connected && request.hasUplinkMsg()) {
          uplink(request.getUplinkMsg());
        }
      }
      case UNRECOGNIZED -> {
        // The server acts on the two types it knows and says nothing to others.
      }
    }
    synchronized (lock) {
      unrequested++;
    }
    requestMore();
  }

  @Override
  public void onError(Throwable cause) {
    end();
  }

  @Override
  public void onCompleted() {
    synchronized (lock) {
      halfClosed = true;
      completeWhenAnswered();
    }
  }

  /** Sends a push; false when the stream has ended. */
  boolean send(ResponseMsg message) {
    synchronized (lock) {
      if (ended || closed) {
        return false;
      }
      response.onNext(message);
      return true;
    }
  }

  /** Ends the stream as a failing server does. */
  void cut(boolean answered) {
    synchronized (lock) {
      if (ended) {
        return;
      }
      if (answered) {
        answers.flush();
      }
      end();
      close(
          () ->
              response.onError(
                  Status.UNAVAILABLE.withDescription("stream cut").asRuntimeException()));
    }
  }

  /** Ends the stream with status OK, which a healthy server never does by itself (facts 2.3). */
  void complete() {
    synchronized (lock) {
      if (!ended) {
        end();
        close(response::onCompleted);
      }
    }
  }

  /** Takes the stream out of the registry and forgets its answers; may be called repeatedly. */
  void end() {
    synchronized (lock) {
      ended = true;
      answers.clear();
      context.open().remove(this);
      if (resolved != null) {
        resolved.evict(this, context.evictsAnySession());
        resolved = null;
      }
    }
  }

  int owedAnswers() {
    synchronized (lock) {
      return answers.size();
    }
  }

  /** Sends the answers whose time has come. */
  void sendAnswers() {
    synchronized (lock) {
      IntegrationState state = resolved;
      if (ended || state == null) {
        return;
      }
      OptionalLong next = answers.send(state.gate());
      if (next.isPresent() && !timerSet) {
        timerSet = true;
        context.later(this::onTimer, next.getAsLong(), TimeUnit.NANOSECONDS);
      }
      if (halfClosed) {
        completeWhenAnswered();
      } else {
        requestMore();
      }
    }
  }

  /** The end of the client's messages comes after them, so after their answers as well. */
  private void completeWhenAnswered() {
    synchronized (lock) {
      if (answers.size() == 0) {
        complete();
      }
    }
  }

  /** After a failure inside gRPC or a listener; after our own close there is nothing to do. */
  private void closedByGrpc() {
    synchronized (lock) {
      if (!closed) {
        end();
      }
    }
  }

  private void onTimer() {
    synchronized (lock) {
      timerSet = false;
      sendAnswers();
    }
  }

  private void connect(ConnectRequestMsg request) {
    if (connected || !isOpen()) {
      return;
    }
    Handshake handshake = Handshake.decide(context.directory(), request);
    synchronized (lock) {
      if (!isOpen()) {
        return;
      }
      resolved = handshake.resolved().orElse(null);
      if (!handshake.accepted()) {
        handshake.refusal().ifPresent(this::send);
        close(() -> response.onError(Status.UNKNOWN.asRuntimeException()));
        return;
      }
      resolved.register(this);
      connected = true;
    }
    welcome(handshake.resolved().orElseThrow());
  }

  private void welcome(IntegrationState state) {
    for (Push push = state.beforeConnectResponse().poll();
        push != null;
        push = state.beforeConnectResponse().poll()) {
      context.directory().save(state, push);
      send(Wire.push(push, state.integration()));
    }
    send(Wire.accepted(state.integration()));
  }

  private void uplink(UplinkMsg message) {
    IntegrationState state = resolved;
    if (state == null) {
      return;
    }
    AnswerRules rules = state.rules();
    long number = UplinkProcessor.hasItems(message) ? rules.nextMessage() : 0;
    Answer answer = context.processor().process(state, rules, number, message);
    synchronized (lock) {
      if (ended) {
        return;
      }
      if (answer.cuts()) {
        cut(true);
        return;
      }
      answers.add(answer, rules.policy().delay());
      if (rules.dropsAfter(number)) {
        cut(rules.policy().drop().orElseThrow().answered());
      } else {
        sendAnswers();
      }
    }
  }

  /** Reads on unless too many answers are owed or the client does not read them. */
  private void requestMore() {
    synchronized (lock) {
      if (!ended
          && unrequested > 0
          && answers.size() < context.maxOwedAnswers()
          && response.isReady()) {
        response.request(unrequested);
        unrequested = 0;
      }
    }
  }

  private boolean isOpen() {
    synchronized (lock) {
      return !ended && !closed;
    }
  }

  private void close(Runnable how) {
    synchronized (lock) {
      if (!closed) {
        closed = true;
        context.open().remove(this);
        how.run();
      }
    }
  }

  /** The answers that a stream still owes, first in first out. Guarded by its session. */
  private static final class AnswerQueue {
    private record Due(long nanoTime, Answer answer) {}

    private final Consumer<ResponseMsg> out;
    private final Deque<Due> waiting = new ArrayDeque<>();

    AnswerQueue(Consumer<ResponseMsg> out) {
      this.out = out;
    }

    int size() {
      return waiting.size();
    }

    void add(Answer answer, Duration delay) {
      waiting.addLast(new Due(System.nanoTime() + delay.toNanos(), answer));
    }

    /**
     * Sends what is due and what the gate lets pass.
     *
     * @return nanoseconds until the next answer is due; empty when none waits for its time
     */
    OptionalLong send(Gate gate) {
      while (!waiting.isEmpty()) {
        long left = waiting.getFirst().nanoTime() - System.nanoTime();
        if (left > 0) {
          return OptionalLong.of(left);
        }
        if (!gate.tryPass()) {
          return OptionalLong.empty();
        }
        out.accept(Wire.answer(waiting.removeFirst().answer()));
      }
      return OptionalLong.empty();
    }

    /** Sends everything now. */
    void flush() {
      while (!waiting.isEmpty()) {
        out.accept(Wire.answer(waiting.removeFirst().answer()));
      }
    }

    void clear() {
      waiting.clear();
    }
  }

  /**
   * What the server makes of a connect request (facts 2.2).
   *
   * @param resolved the integration that the stream remembers from here on, even when it is refused
   * @param refusal what is said before the stream fails; empty when nothing is said
   */
  private record Handshake(
      boolean accepted, Optional<IntegrationState> resolved, Optional<ResponseMsg> refusal) {

    static Handshake decide(Directory directory, ConnectRequestMsg request) {
      String key = request.getIntegrationRoutingKey();
      Optional<IntegrationState> found = directory.find(key);
      if (found.isEmpty()) {
        return refused(
            found,
            ConnectResponseCode.BAD_CREDENTIALS,
            "Failed to find the integration! Routing key: " + key);
      }
      IntegrationState state = found.get();
      if (state.fault() == ConnectFault.LOOKUP_FAILURE) {
        state.countRefusal();
        return new Handshake(false, Optional.empty(), Optional.empty());
      }
      EmulatedIntegration integration = state.integration();
      if (!integration.remote() || !same(integration.secret(), request.getIntegrationSecret())) {
        state.countRefusal();
        return refused(
            found, ConnectResponseCode.BAD_CREDENTIALS, "Failed to validate the integration!");
      }
      if (state.fault() == ConnectFault.SERVER_UNAVAILABLE) {
        state.countRefusal();
        return refused(
            found,
            ConnectResponseCode.SERVER_UNAVAILABLE,
            "Failed to process integration connection!");
      }
      return new Handshake(true, found, Optional.empty());
    }

    private static Handshake refused(
        Optional<IntegrationState> resolved, ConnectResponseCode code, String text) {
      return new Handshake(false, resolved, Optional.of(Wire.refused(code, text)));
    }

    private static boolean same(String secret, String given) {
      return MessageDigest.isEqual(secret.getBytes(UTF_8), given.getBytes(UTF_8));
    }
  }
}
