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

/**
 * One connection as its conversation sees it, and what the parts of it share. Its state is that of
 * its parts: {@link Inbox}, {@link Outbox}, {@link Names}, {@link Life}.
 */
final class Connection<F> implements Party<F> {

  static final WriteBufferWaterMark WRITE_MARKS = new WriteBufferWaterMark(8 * 1024, 32 * 1024);

  private final Channel channel;
  private final Peer peer;
  private final Guest guest;
  private final Connections<F> all;
  private final Ledger ledger;
  private final Wire.Line line;
  private final Names names;
  private final Inbox<F> inbox;
  private final Outbox outbox;
  private final Sender sender;
  private final Life<F> life;
  private final Conversation<F> conversation;
  private final AtomicBoolean settling = new AtomicBoolean();
  private final Questions<F> questions = new Questions<>(this);

  /** On its loop. */
  Connection(Channel channel, Peer peer, Guest guest, Kept tls, Connections<F> all) {
    this.channel = channel;
    this.guest = guest;
    this.peer = peer;
    this.all = all;
    this.ledger = all.ledger(channel.eventLoop());
    this.line = all.service().wire().opened(peer.source(), Peer.text(peer.remote()));
    this.names = new Names(all.service().devices(), this);
    this.outbox = new Outbox(this);
    this.sender = new Sender(this);
    this.life = new Life<>(this);
    this.inbox = new Inbox<>(this, life, tls);
    this.conversation = begun();
  }

  /** Equips the channel; frames come from now on. */
  void open() {
    life.begin();
    inbox.addTo(channel.pipeline());
    conversation.opened();
    inbox.goOn();
  }

  @Override
  public Channel channel() {
    return channel;
  }

  @Override
  public Peer peer() {
    return peer;
  }

  @Override
  public Connections<F> all() {
    return all;
  }

  @Override
  public Wire.Line line() {
    return line;
  }

  @Override
  public Names names() {
    return names;
  }

  @Override
  public Questions<F> questions() {
    return questions;
  }

  @Override
  public Sender sender() {
    return sender;
  }

  @Override
  public Conversation<F> conversation() {
    return conversation;
  }

  Guest guest() {
    return guest;
  }

  Ledger ledger() {
    return ledger;
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
  public boolean isOpen() {
    return life.isOpen();
  }

  @Override
  public boolean isGone() {
    return life.isGone();
  }

  @Override
  public boolean isStalled() {
    return inbox.isStalled();
  }

  @Override
  public Optional<ChannelFuture> write(byte[] bytes) {
    if (!channel.isWritable() || !life.isOpen()) {
      return Optional.empty();
    }
    ChannelFuture written = outbox.write(Unpooled.wrappedBuffer(bytes));
    channel.flush();
    return Optional.of(written);
  }

  /** What goes wrong in a task of a connection ends that connection, which would stand still. */
  @Override
  public void guarded(Runnable task) {
    try {
      ledger.begins();
      task.run();
    } catch (RuntimeException | Error e) {
      life.failed(e);
    } finally {
      ledger.ends();
    }
  }

  @Override
  public void goOn() {
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
  public void replaced() {
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
  public void answer(byte[] bytes) {
    onLoop(() -> life.answer(bytes));
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
          life.close(Wire.End.OTHER);
        });
  }

  @Override
  public String toString() {
    return label();
  }
}
