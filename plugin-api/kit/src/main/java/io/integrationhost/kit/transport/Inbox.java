package io.integrationhost.kit.transport;

import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.Fault;
import io.integrationhost.kit.Framing;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.time.Duration;
import java.util.ArrayDeque;

/**
 * What came from one peer and is not handled: bytes, and the frame that is next. Hands frames over
 * one at a time, as long as the host, the peer and the others of the port allow it, and says
 * whether to read more. Belongs to the loop.
 */
final class Inbox<F> extends ChannelInboundHandlerAdapter implements Gate.Inside, Permits.Waiter {

  private static final int EXCERPT = 32;

  /** After so many the loop turns to other connections. */
  private static final int FRAMES_A_TURN = 64;

  /** Takes what is cut. */
  interface Taker {
    /** A frame, as the decoder found it. */
    void frame(Object found);

    void fault(Fault fault);

    /** Whether something may still be taken. */
    boolean isTaking();

    /** Whether nothing stands in the way of one more, but for the host's room. */
    boolean isReady();

    /** All that can be handled now is handled. */
    void handled();
  }

  private final Connection<F> connection;
  private final Taker taker;
  private final ByteToMessageDecoder decoder;
  private final Gate gate;
  private final ArrayDeque<Object> found = new ArrayDeque<>(1);
  private final AgeList.Place begun;
  private final Kept kept = new Kept();
  private final Kept tls;
  private int before;
  private long cut;
  private long booked;
  private long bookedUnfinished;
  private int permits;
  private boolean running;
  private boolean stalled;
  private boolean dropping;
  private boolean ended;
  private boolean lastGiven;
  private boolean toldOfWaiting;

  Inbox(Connection<F> connection, Taker taker, Kept tls) {
    this.tls = tls;
    this.connection = connection;
    this.taker = taker;
    this.begun = new AgeList.Place(connection);
    this.decoder = connection.all().framing().decoder();
    this.gate = new Gate(connection.line(), this);
    decoder.setSingleDecode(true);
    decoder.setCumulator(kept);
  }

  void addTo(ChannelPipeline pipeline) {
    pipeline.addLast(gate, decoder, this);
  }

  @Override
  public boolean received(int bytes) {
    connection.life().heard();
    before = kept.readable() + bytes;
    return !dropping;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    found.add(message);
    cut += Math.max(0, before - kept.readable());
    before = kept.readable();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    goOn();
  }

  @Override
  public void ended() {
    if (!ended) {
      ended = true;
      connection.life().inputEnded();
      goOn();
    }
  }

  /** Nothing more is read, but what was read is taken. */
  void end() {
    ended = true;
  }

  boolean isEmpty() {
    return found.isEmpty() && kept.readable() == 0 && (lastGiven || !ended);
  }

  /** Whether something waits that could be handled if there were room. */
  boolean isStalled() {
    return stalled;
  }

  /** What is booked for this connection. */
  long held() {
    return booked;
  }

  /** Handles what can be handled now. */
  @Override
  public void goOn() {
    if (running) {
      return;
    }
    running = true;
    stalled = false;
    boolean progress = false;
    connection.ledger().begins();
    try {
      progress = handle();
    } finally {
      running = false;
      connection.ledger().ends();
      giveBackPermits();
    }
    account(progress);
    taker.handled();
  }

  private boolean handle() {
    int frames = 0;
    while (taker.isTaking() && next()) {
      boolean turnIsOver = frames == FRAMES_A_TURN && connection.channel().isActive();
      if (turnIsOver) {
        var unused = connection.execute(this::goOn);
      }
      if (turnIsOver || !mayHandle()) {
        stalled = true;
        break;
      }
      Object next = found.poll();
      if (next == null) {
        // An answer that had become due ended the connection.
        break;
      }
      frames++;
      cut = found.isEmpty() ? 0 : cut;
      if (next instanceof Fault fault) {
        fault(fault);
      } else {
        taker.frame(next);
      }
    }
    return frames > 0;
  }

  /** Whether there is a frame, after a look at the bytes. */
  private boolean next() {
    if (found.isEmpty() && kept.readable() > 0 && !dropping) {
      before = kept.readable();
      gate.pull();
    }
    if (found.isEmpty() && ended && !lastGiven && !dropping) {
      lastGiven = true;
      gate.last(decoder);
    }
    return !found.isEmpty();
  }

  private boolean mayHandle() {
    if (!taker.isReady()) {
      return false;
    }
    if (!connection.ledger().mayPublish()) {
      connection.ledger().await(connection);
      return false;
    }
    if (permits == 0) {
      boolean isQuiet = connection.outbox().size() == 0;
      if (!connection.all().permits().enter(isQuiet)) {
        connection.all().permits().await(this, isQuiet);
        return false;
      }
      permits = 1;
    }
    return true;
  }

  /** Takes the permit of this frame, or one more. */
  void takePermit() {
    if (permits > 0) {
      permits--;
    } else {
      connection.all().permits().force();
    }
  }

  @Override
  public boolean granted(int turn) {
    return connection.execute(
        () -> {
          permits += turn;
          goOn();
          // Should it have been running, or nothing be there any more.
          giveBackPermits();
        });
  }

  private void giveBackPermits() {
    if (permits > 0 && !running) {
      int rest = permits;
      permits = 0;
      connection.all().permits().leave(rest);
    }
  }

  /** A fault that was found here or by the clock. */
  void fault(Fault fault) {
    if (!taker.isTaking()) {
      return;
    }
    if (!fault.canGoOn()) {
      drop();
    }
    taker.fault(fault);
  }

  /** Throws away what was and will be read. */
  void drop() {
    dropping = true;
    found.clear();
    cut = 0;
    kept.drop();
    tls.drop();
    if (!running) {
      account(false);
    }
  }

  /** Books what is held now. */
  private void account(boolean progress) {
    Ledger ledger = connection.ledger();
    int size = kept.size() + tls.size();
    long due = Math.max(0, size + cut - Ledger.FREE);
    boolean isUnfinished = !stalled && !dropping && taker.isTaking() && (size > 0 || isSkipping());
    long unfinished = isUnfinished ? due : 0;
    ledger.bookUnfinished(unfinished - bookedUnfinished);
    bookedUnfinished = unfinished;
    ledger.book(due - booked);
    booked = due;
    if (!isUnfinished) {
      ledger.times().begun().remove(begun);
    } else if (progress || !begun.isListed()) {
      ledger.times().begun().touch(begun, connection.now());
      toldOfWaiting = false;
    }
    if (unfinished > 0 && ledger.isOver()) {
      ledger.makeRoom(connection);
    }
  }

  /** There is no room for an unfinished message, and the host is going to make some. */
  void pause() {
    stalled = true;
    connection.ledger().times().begun().remove(begun);
    connection.ledger().await(connection);
  }

  /** Somebody has to go. */
  void shed() {
    fault(
        new Fault(
            Fault.Kind.MEMORY,
            "has an unfinished message of "
                + kept.readable()
                + " bytes, for which there is no memory, and is closed",
            excerpt(),
            false));
  }

  void frameIsLate(Duration limit) {
    fault(
        new Fault(
            Fault.Kind.TIMEOUT,
            waits(limit.toSeconds()) + lack() + "; it is closed (frameTimeoutSeconds)",
            excerpt(),
            false));
  }

  void tellOfWaiting() {
    if (!toldOfWaiting) {
      toldOfWaiting = true;
      connection
          .reports()
          .waiting(connection.label(), waits(Times.PATIENCE_SECONDS) + lack(), excerpt());
    }
  }

  private String waits(long seconds) {
    String what =
        isSkipping()
            ? "sends no new message since "
            : "has an unfinished message of " + kept.readable() + " bytes since ";
    return what + seconds + " s: ";
  }

  private boolean isSkipping() {
    return decoder instanceof Framing.Unfinished unfinished && unfinished.isSkipping();
  }

  private String lack() {
    return decoder instanceof Framing.Unfinished unfinished
        ? unfinished.lack()
        : "its end has not come";
  }

  private String excerpt() {
    boolean isShown = !(decoder instanceof Framing.Unfinished unfinished) || unfinished.isShown();
    return isShown ? Bytes.excerpt(kept.first(EXCERPT), kept.readable()) : "";
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    connection.life().writabilityChanged();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    connection.life().failed(cause);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    connection.life().gone();
  }

  /** Gives back everything. */
  void close() {
    connection.all().permits().forget(this);
    drop();
    connection.ledger().times().begun().remove(begun);
  }
}
