package io.integrationhost.kit.transport;

import io.integrationhost.kit.Answer;
import io.integrationhost.kit.Conversation;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Wire;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.WriteBufferWaterMark;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * One connection as its conversation sees it, and what the parts of it share. Its state is that of
 * its parts: {@link Inbox}, {@link Outbox}, {@link Names}, {@link Life}.
 */
final class Connection<F> extends Party<F> {

  static final WriteBufferWaterMark WRITE_MARKS = new WriteBufferWaterMark(8 * 1024, 32 * 1024);

  private final Guest guest;
  private final Inbox<F> inbox;
  private final Outbox outbox;
  private final Life<F> life;
  private final Conversation<F> conversation;
  private final AtomicBoolean settling = new AtomicBoolean();

  /** On its loop. */
  Connection(Channel channel, Peer peer, Guest guest, Kept tls, Connections<F> all) {
    super(channel, peer, all);
    this.guest = guest;
    this.outbox = new Outbox(this);
    this.life = new Life<>(this);
    this.inbox = new Inbox<>(this, life, tls);
    this.conversation = begun();
  }

  /** Equips the channel; frames come from now on. */
  void open() {
    life.begin();
    inbox.addTo(channel().pipeline());
    conversation.opened();
    inbox.goOn();
  }

  @Override
  Conversation<F> conversation() {
    return conversation;
  }

  Guest guest() {
    return guest;
  }

  Inbox<F> inbox() {
    return inbox;
  }

  Outbox outbox() {
    return outbox;
  }

  Life<F> life() {
    return life;
  }

  @Override
  boolean isOpen() {
    return life.isOpen();
  }

  @Override
  boolean isGone() {
    return life.isGone();
  }

  @Override
  boolean isStalled() {
    return inbox.isStalled();
  }

  @Override
  Optional<ChannelFuture> write(byte[] bytes) {
    if (!channel().isWritable() || !life.isOpen()) {
      return Optional.empty();
    }
    ChannelFuture written = outbox.write(Unpooled.wrappedBuffer(bytes));
    channel().flush();
    return Optional.of(written);
  }

  /** It would stand still. */
  @Override
  void failed(Throwable cause) {
    life.failed(cause);
  }

  @Override
  void goOn() {
    inbox.goOn();
  }

  /** A newcomer gets its place. Any thread. */
  void makeRoom() {
    reports()
        .warn("limits", () -> label() + " is closed: the port is full and it was silent longest");
    var unused = execute(() -> life.close(Wire.End.LIMIT));
  }

  /** Takes nothing more, or goes on. Any thread. */
  void pause(boolean paused) {
    var unused = execute(() -> life.pause(paused));
  }

  /** Takes nothing more and closes when all is answered, or soon. Any thread. */
  CompletionStage<Void> stop() {
    return execute(life::stop) ? life.whenGone() : CompletableFuture.completedFuture(null);
  }

  @Override
  void replaced() {
    var unused = execute(() -> life.close(Wire.End.LIMIT));
  }

  /** Any thread. One task on the loop handles all receipts that came until it runs. */
  void settleSoon() {
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
    inbox.goOn();
  }

  @Override
  public void publish(Uplink uplink, Answer answer) {
    onLoop(() -> life.publish(uplink, answer));
  }

  @Override
  public void answer(int bytes, Supplier<? extends CompletionStage<Answer>> work) {
    onLoop(() -> answerLater(bytes, work));
  }

  private void answerLater(int bytes, Supplier<? extends CompletionStage<Answer>> work) {
    if (!life.isTaking()) {
      return;
    }
    inbox.takePermit();
    Outbox.Slot slot;
    CompletionStage<Answer> begun;
    try {
      slot = outbox.addLater(bytes);
    } catch (RuntimeException | Error e) {
      all().permits().leave(1);
      throw e;
    }
    try {
      begun = work.get();
    } catch (RuntimeException | Error e) {
      begun = CompletableFuture.failedFuture(e);
    }
    var unused = begun.whenComplete(slot::done);
  }

  @Override
  public void answer(byte[] bytes) {
    onLoop(() -> life.answer(bytes));
  }

  @Override
  public boolean isRead() {
    return life.isReading();
  }

  @Override
  public void finish() {
    onLoop(life::finish);
  }

  @Override
  public void close(String why) {
    onLoop(
        () -> {
          reports().warn("connections", () -> label() + " is closed: " + why);
          guest.leaves(why);
          life.close(Wire.End.OTHER);
        });
  }
}
