package io.integrationhost.kit.transport;

import io.integrationhost.kit.Answer;
import io.integrationhost.kit.Fault;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Wire;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * What happens to one connection from its first byte to its end: whether it is read, and how it
 * ends such that what was promised is kept. Belongs to the loop, but for what says otherwise.
 */
final class Life<F> implements Inbox.Taker {

  private static final long DRAIN_SECONDS = 2;
  private static final long LINGER_SECONDS = 1;

  private enum Phase {
    /** Frames are taken. */
    OPEN,
    /** The peer said its last, or we read our last; closes when all is answered. */
    HALF_CLOSED,
    /** Nothing is taken any more; closes when all is answered. */
    STOPPING,
    /** As STOPPING, but input is thrown away so that the last answer is not lost by a reset. */
    GIVEN_UP,
    /** Closed by us. */
    CLOSED
  }

  private final Connection<F> connection;
  private final CompletableFuture<Void> gone = new CompletableFuture<>();
  private final AgeList.Place heard;
  private final AgeList.Place login;
  private final AgeList.Place unwritten;
  private Phase phase = Phase.OPEN;
  private Wire.End end = Wire.End.DEVICE;
  private volatile boolean reading = true;
  private boolean paused;
  private boolean full;
  private boolean closing;

  /** Whether frames waited for the host when the connection ended. */
  private boolean leftBehind;

  private boolean spoke;

  Life(Connection<F> connection) {
    this.connection = connection;
    this.heard = new AgeList.Place(connection);
    this.login = new AgeList.Place(connection);
    this.unwritten = new AgeList.Place(connection);
  }

  void begin() {
    long now = connection.now();
    Times times = connection.ledger().times();
    connection.ledger().opened();
    times.logins().touch(login, now);
    heard();
    paused = connection.all().isPaused();
  }

  void heard() {
    Times times = connection.ledger().times();
    if (times.limitSilence()) {
      times.heard().touch(heard, connection.now());
    }
  }

  @Override
  public boolean isTaking() {
    return phase == Phase.OPEN || phase == Phase.HALF_CLOSED;
  }

  boolean isOpen() {
    return phase != Phase.CLOSED && connection.channel().isActive();
  }

  @Override
  public boolean isReady() {
    Outbox outbox = connection.outbox();
    int limit = connection.all().mostPerConnection();
    if (full || outbox.size() >= limit) {
      // What is settled only after this look would wake nobody.
      outbox.settle();
    }
    full = outbox.size() >= limit || (full && outbox.size() > limit / 2);
    return !full && !paused && (connection.channel().isWritable() || !isOpen());
  }

  @Override
  public void frame(Object found) {
    connection.guest().heard(connection.now());
    if (!spoke) {
      spoke = true;
      connection.ledger().times().logins().remove(login);
      connection.guest().spoke();
    }
    connection.take(found).ifPresent(this::fault);
  }

  @Override
  public void fault(Fault fault) {
    connection.report(fault);
    boolean goOn = false;
    try {
      goOn = connection.conversation().fault(fault);
    } catch (RuntimeException e) {
      failed(e);
    }
    if (!goOn || !fault.canGoOn()) {
      end = Wire.End.ERROR;
      finish();
    }
  }

  void publish(Uplink uplink, Answer answer) {
    if (!isTaking()) {
      return;
    }
    connection.inbox().takePermit();
    Outbox.Slot slot;
    CompletionStage<Receipt> published;
    int bytes = uplink instanceof Uplink.Payload payload ? payload.bytes().length : 0;
    try {
      slot = connection.outbox().add(answer, bytes);
    } catch (RuntimeException | Error e) {
      // Its place would be taken for ever, and so many are all there are.
      connection.all().permits().leave(1);
      throw e;
    }
    try {
      published = connection.service().uplinks().publish(uplink);
    } catch (RuntimeException | Error e) {
      published = CompletableFuture.failedFuture(e);
    }
    var unused = published.whenComplete(slot);
  }

  void answer(byte[] bytes) {
    if (isTaking()) {
      connection.outbox().add(bytes);
      connection.settleSoon();
    }
  }

  void inputEnded() {
    if (phase == Phase.OPEN) {
      phase = Phase.HALF_CLOSED;
      connection.conversation().peerEnded();
    } else if (phase == Phase.GIVEN_UP && closing) {
      close(end);
    }
  }

  @Override
  public void handled() {
    connection.outbox().settle();
    updateReading();
    closeIfDone();
  }

  private void updateReading() {
    boolean wanted =
        switch (phase) {
          case OPEN ->
              !connection.inbox().isStalled() && !paused && connection.channel().isWritable();
          case HALF_CLOSED, STOPPING, CLOSED -> false;
          case GIVEN_UP -> true;
        };
    if (wanted != reading && connection.channel().isActive()) {
      reading = wanted;
      if (phase == Phase.OPEN) {
        connection.line().paused(!wanted);
      }
      connection.channel().config().setAutoRead(wanted);
    }
  }

  /** Whether the peer is read. */
  boolean isReading() {
    return reading;
  }

  void pause(boolean now) {
    paused = now;
    connection.inbox().goOn();
  }

  void writabilityChanged() {
    AgeList list = connection.ledger().times().unwritten();
    if (connection.channel().isWritable()) {
      list.remove(unwritten);
    } else {
      list.touch(unwritten, connection.now());
    }
    connection.inbox().goOn();
  }

  void loginIsLate(Duration limit) {
    connection
        .reports()
        .warn(
            "limits",
            () ->
                connection.label()
                    + " is closed: it sent no whole message in "
                    + limit.toSeconds()
                    + " s (loginTimeoutSeconds)");
    close(Wire.End.IDLE);
  }

  void writeIsLate(Duration limit) {
    var late =
        new Fault(
            Fault.Kind.TIMEOUT,
            "does not take what it is sent since "
                + limit.toSeconds()
                + " s, and is closed (writeTimeoutSeconds)",
            "",
            false);
    connection.report(late);
    close(Wire.End.ERROR);
  }

  /** Who waits for the host is not silent. */
  void isSilent(long now) {
    if (isTaking() && connection.outbox().size() == 0 && connection.inbox().isEmpty()) {
      close(Wire.End.IDLE);
    } else {
      connection.ledger().times().heard().touch(heard, now);
    }
  }

  /** Takes nothing more, gives the answers that are due, and ends such that they arrive. */
  void finish() {
    if (isTaking()) {
      phase = Phase.GIVEN_UP;
      connection.inbox().drop();
      // Not now: the frame that ended it may still be answered.
      connection.settleSoon();
    }
  }

  /**
   * Takes nothing more and closes when all is answered, or soon. What was read of a peer that gets
   * no answers is published first: it does not send it again.
   */
  void stop() {
    end = Wire.End.STOPPED;
    if (connection.outbox().isAnswering()) {
      phase = phase == Phase.CLOSED ? phase : Phase.STOPPING;
    } else if (phase == Phase.OPEN) {
      phase = Phase.HALF_CLOSED;
      connection.inbox().end();
    }
    closeIn(DRAIN_SECONDS);
    connection.inbox().goOn();
  }

  private void closeIfDone() {
    boolean answered = connection.outbox().size() == 0;
    boolean done =
        switch (phase) {
          case OPEN, CLOSED -> false;
          case HALF_CLOSED -> connection.inbox().isEmpty() && answered;
          case STOPPING, GIVEN_UP -> answered;
        };
    if (!done || closing) {
      return;
    }
    closing = true;
    ChannelFuture flushed = connection.channel().writeAndFlush(Unpooled.EMPTY_BUFFER);
    if (phase == Phase.GIVEN_UP
        && connection.outbox().isUsed()
        && connection.channel() instanceof DuplexChannel duplex) {
      flushed.addListener(written -> endOutput(duplex));
      closeIn(LINGER_SECONDS);
    } else {
      flushed.addListener(ChannelFutureListener.CLOSE);
      closeIn(DRAIN_SECONDS);
    }
  }

  /** TLS says farewell first. */
  private static void endOutput(DuplexChannel channel) {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls == null) {
      shutdownOutput(channel);
    } else {
      tls.closeOutbound().addListener(said -> shutdownOutput(channel));
    }
  }

  private static void shutdownOutput(DuplexChannel channel) {
    var unused = channel.shutdownOutput();
  }

  private void closeIn(long seconds) {
    var unused =
        connection.channel().eventLoop().schedule(() -> close(end), seconds, TimeUnit.SECONDS);
  }

  /** Closes at once; frames without answer stay without. */
  void close(Wire.End why) {
    if (phase != Phase.CLOSED) {
      leftBehind = connection.inbox().isStalled();
      phase = Phase.CLOSED;
      end = why;
      var unused = connection.channel().close();
    }
  }

  void failed(Throwable cause) {
    if (cause instanceof TooLongFrameException tooLong) {
      fault(new Fault(Fault.Kind.TOO_LONG, "sent too much: " + tooLong.getMessage(), "", true));
      return;
    }
    if (cause instanceof DecoderException broken && !(cause.getCause() instanceof Error)) {
      connection
          .inbox()
          .fault(new Fault(Fault.Kind.MALFORMED, "sent what cannot be read: " + broken, "", false));
      return;
    }
    if (cause instanceof OutOfMemoryError) {
      connection
          .reports()
          .lacks(
              "memory ran out and connections were closed; give the host more (-Xmx,"
                  + " -XX:MaxDirectMemorySize)",
              "; " + connection + ": " + cause.getMessage());
    } else if (!(cause instanceof IOException)) {
      connection
          .reports()
          .warn("connections", () -> connection + " is closed after a failure: " + cause);
    }
    close(Wire.End.ERROR);
  }

  /** The channel is gone. */
  void gone() {
    if (gone.isDone()) {
      return;
    }
    leftBehind |= connection.inbox().isStalled();
    if (leftBehind && !connection.outbox().isAnswering()) {
      connection
          .reports()
          .warn(
              "connections",
              () ->
                  connection
                      + " ended while the host did not take messages fast enough; what it sent last"
                      + " may be lost");
    }
    // What is still held must not be published after the transport has stopped.
    phase = Phase.CLOSED;
    connection.inbox().close();
    Times times = connection.ledger().times();
    times.heard().remove(heard);
    times.logins().remove(login);
    times.unwritten().remove(unwritten);
    connection.ledger().closed(connection);
    connection.over(end);
    gone.complete(null);
  }

  /** Completes when nothing comes from this connection any more. Any thread. */
  CompletionStage<Void> whenGone() {
    return gone;
  }

  /** Any thread. */
  boolean isGone() {
    return gone.isDone();
  }
}
