package io.integrationhost.plugins.tcp;

import io.integrationhost.plugin.Receipt;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * One connection of one device: publishes its messages, answers them in order and stops reading
 * while too many are under way or the device does not take its answers. The last handler of its
 * pipeline; all methods belong to the event loop unless they say otherwise.
 */
final class Connection extends ChannelInboundHandlerAdapter {

  private static final long DRAIN_SECONDS = 2;
  private static final long LINGER_SECONDS = 1;

  /** How many messages a connection that has waited may send before it lets others go first. */
  private static final int TURNS = 16;

  private enum Phase {
    /** Messages are taken. */
    OPEN,
    /**
     * The device said its last, or the transport has read its last; closes when all is answered.
     */
    HALF_CLOSED,
    /** Nothing is taken any more; closes when all is answered. */
    STOPPING,
    /** As STOPPING, but input is thrown away so that the last answer is not lost by a reset. */
    GIVEN_UP
  }

  private final SocketChannel channel;
  private final Peer peer;
  private final Service service;
  private final Answers answers = new Answers();
  private final AtomicBoolean settling = new AtomicBoolean();
  private final CompletableFuture<Void> gone = new CompletableFuture<>();
  private final HeardDevices heard;
  private final BooleanSupplier resume = this::resume;
  private Optional<String> deviceName = Optional.empty();
  private Optional<Inbound.Message> held = Optional.empty();
  private int turns;
  private boolean reading = true;
  private boolean closing;
  private Phase phase = Phase.OPEN;

  Connection(SocketChannel channel, Peer peer, Service service) {
    this.channel = channel;
    this.peer = peer;
    this.service = service;
    this.heard = new HeardDevices(service.devices(), this);
  }

  /** Hands a message to the host, or holds it back until the host has room. */
  void publish(byte[] bytes, LineEnd end) {
    if (!isTaking()) {
      return;
    }
    if (!service.underWay().enter(turns > 0)) {
      held = Optional.of(new Inbound.Message(bytes, end));
      updateReading();
      service.underWay().await(resume);
      return;
    }
    turns = Math.max(0, turns - 1);
    send(bytes, end);
  }

  private void send(byte[] bytes, LineEnd end) {
    boolean named = deviceName.isPresent();
    Answers.Slot slot;
    CompletionStage<Receipt> published;
    try {
      slot = answers.add(end);
      updateReading();
      published = service.publish(bytes, peer, deviceName);
    } catch (RuntimeException | Error e) {
      // Its place would be taken for ever, and so many are all there are.
      service.underWay().leave();
      throw e;
    }
    published.whenComplete(
        (receipt, failure) -> {
          service.underWay().leave();
          Answer answer = Answer.ERROR;
          try {
            if (!named && receipt != null) {
              heard.add(receipt.devices());
            }
            answer = service.judge(this, receipt, failure);
          } finally {
            slot.fill(answer);
            settleSoon();
          }
        });
  }

  /**
   * Goes on with the message that was held back and is counted as under way, and with some more.
   * Any thread; false when that cannot be, and nothing is counted.
   */
  private boolean resume() {
    return execute(
        () -> {
          try {
            goOn();
          } catch (RuntimeException | Error e) {
            // It would read nothing any more.
            close();
            throw e;
          }
        });
  }

  private void goOn() {
    Optional<Inbound.Message> message = held;
    held = Optional.empty();
    turns = TURNS;
    if (message.isPresent() && isTaking()) {
      send(message.get().bytes(), message.get().end());
    } else {
      service.underWay().leave();
    }
    updateReading();
    closeIfDone();
  }

  /** Answers a message that is not for the host. */
  void answer(Answer answer, LineEnd end) {
    if (isTaking()) {
      answers.add(end).fill(answer);
      updateReading();
      settleSoon();
    }
  }

  /** Gives the last answer. */
  void answerAndClose(Answer answer, LineEnd end) {
    answer(answer, end);
    phase = phase == Phase.STOPPING ? phase : Phase.GIVEN_UP;
    updateReading();
  }

  /** Gives the device of this connection a name, or another one. */
  void nameDevice(String name) {
    deviceName.ifPresent(old -> service.devices().forget(old, this));
    deviceName = Optional.of(name);
    heard.forgetAll();
    if (service.devices().remember(name, this)) {
      service.uplinks().connected(name);
    }
  }

  /** Any thread. */
  SocketChannel channel() {
    return channel;
  }

  /**
   * Takes nothing more and closes when all is answered, or soon. What was read of a device that
   * gets no answers is published first: such a device does not send it again. Any thread.
   */
  CompletionStage<Void> stop() {
    boolean accepted =
        execute(
            () -> {
              if (service.isAnswering()) {
                phase = Phase.STOPPING;
              } else if (phase == Phase.OPEN) {
                phase = Phase.HALF_CLOSED;
                var unused = channel.shutdownInput();
              }
              updateReading();
              closeIn(DRAIN_SECONDS);
              closeIfDone();
            });
    return accepted ? gone : CompletableFuture.completedFuture(null);
  }

  private boolean isTaking() {
    return phase == Phase.OPEN || phase == Phase.HALF_CLOSED;
  }

  /** Any thread. One task on the event loop handles all answers that came until it runs. */
  private void settleSoon() {
    if (settling.compareAndSet(false, true)) {
      boolean given = false;
      try {
        given = execute(this::settle);
      } finally {
        if (!given) {
          settling.set(false);
        }
      }
    }
  }

  private void settle() {
    settling.set(false);
    if (answers.isReady()) {
      if (service.isAnswering() && channel.isActive()) {
        ByteBuf out = channel.alloc().buffer();
        answers.take(out);
        channel.writeAndFlush(out).addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
      } else {
        answers.drop();
      }
      updateReading();
    }
    closeIfDone();
  }

  private void updateReading() {
    boolean wanted =
        switch (phase) {
          case OPEN, HALF_CLOSED ->
              held.isEmpty() && channel.isWritable() && answers.size() <= mostBeforeReading();
          case STOPPING -> false;
          case GIVEN_UP -> true;
        };
    if (wanted != reading) {
      reading = wanted;
      // Delivers held-back messages to this connection before it returns.
      channel.config().setAutoRead(wanted);
    }
  }

  /** Reading stops at the limit and goes on at half of it. */
  private int mostBeforeReading() {
    int limit = service.settings().limits().unanswered();
    return reading ? limit - 1 : limit / 2;
  }

  private void closeIfDone() {
    boolean done =
        switch (phase) {
          case OPEN -> false;
          // While not reading, messages may be held back between decoder and connection.
          case HALF_CLOSED -> reading && answers.size() == 0;
          case STOPPING, GIVEN_UP -> answers.size() == 0;
        };
    if (!done || closing) {
      return;
    }
    closing = true;
    ChannelFuture flushed = channel.writeAndFlush(Unpooled.EMPTY_BUFFER);
    if (phase == Phase.GIVEN_UP) {
      flushed.addListener(written -> shutdownOutput());
      closeIn(LINGER_SECONDS);
    } else {
      flushed.addListener(ChannelFutureListener.CLOSE);
      closeIn(DRAIN_SECONDS);
    }
  }

  private void shutdownOutput() {
    var unused = channel.shutdownOutput();
  }

  private void closeIn(long seconds) {
    var unused = channel.eventLoop().schedule(this::close, seconds, TimeUnit.SECONDS);
  }

  /** Closes at once; messages without answer stay without. */
  void close() {
    var unused = channel.close();
  }

  private boolean execute(Runnable task) {
    try {
      channel.eventLoop().execute(task);
      return true;
    } catch (RejectedExecutionException closed) {
      return false;
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    updateReading();
    closeIfDone();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent && phase == Phase.OPEN) {
      phase = Phase.HALF_CLOSED;
      settleSoon();
    } else if (event instanceof IdleStateEvent
        && isTaking()
        && answers.size() == 0
        && held.isEmpty()) {
      close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof OutOfMemoryError) {
      service
          .reports()
          .lacks(
              "memory ran out and connections were closed; give the host more (-Xmx,"
                  + " -XX:MaxDirectMemorySize)",
              "; " + this + ": " + cause.getMessage());
    } else if (!(cause instanceof IOException)) {
      service.reports().connections().warn(() -> this + " is closed after a failure: " + cause);
    }
    close();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    deviceName.ifPresent(name -> service.devices().forget(name, this));
    heard.close();
    service.underWay().forget(resume);
    boolean waits = held.isPresent() || answers.size() > mostBeforeReading();
    if (!reading && waits && !service.isAnswering()) {
      service
          .reports()
          .connections()
          .warn(
              () ->
                  this
                      + " ended while the host did not take messages fast enough; what it sent last"
                      + " may be lost");
    }
    // A message that is still held back must not be published after the transport has stopped.
    phase = Phase.STOPPING;
    gone.complete(null);
  }

  /** Completes when nothing comes from this connection any more. */
  CompletionStage<Void> gone() {
    return gone;
  }

  boolean isGone() {
    return gone.isDone();
  }

  @Override
  public String toString() {
    return peer.label();
  }
}
