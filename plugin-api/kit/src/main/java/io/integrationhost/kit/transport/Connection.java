package io.integrationhost.kit.transport;

import io.integrationhost.kit.Answer;
import io.integrationhost.kit.Ask;
import io.integrationhost.kit.Conversation;
import io.integrationhost.kit.Refusal;
import io.integrationhost.kit.Session;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Device;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Value;
import io.integrationhost.plugin.Wire;
import io.netty.channel.Channel;
import io.netty.channel.WriteBufferWaterMark;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One connection as its conversation sees it, and what the parts of it share. Its state is that of
 * its parts: {@link Inbox}, {@link Outbox}, {@link Names}, {@link Life}.
 */
final class Connection<F> implements Session<F> {

  static final WriteBufferWaterMark WRITE_MARKS = new WriteBufferWaterMark(8 * 1024, 32 * 1024);

  private final Channel channel;
  private final Peer peer;
  private final Admission.Guest guest;
  private final Port<F> port;
  private final Ledger ledger;
  private final Wire.Line line;
  private final Names names;
  private final Inbox<F> inbox;
  private final Outbox outbox;
  private final Sender sender;
  private final Life<F> life;
  private final Conversation<F> conversation;
  private final AtomicBoolean settling = new AtomicBoolean();
  private Optional<Asks<F>> asks = Optional.empty();
  private Optional<Polls<F>> polls = Optional.empty();

  /** On its loop. */
  Connection(Channel channel, Peer peer, Admission.Guest guest, Kept tls, Port<F> port) {
    this.channel = channel;
    this.guest = guest;
    this.peer = peer;
    this.port = port;
    this.ledger = port.ledger(channel.eventLoop());
    this.line = port.service().wire().opened(peer.source(), Peer.text(peer.remote()));
    this.names = new Names(port.service().devices(), this);
    this.outbox = new Outbox(this);
    this.sender = new Sender(this);
    this.life = new Life<>(this);
    this.inbox = new Inbox<>(this, life, tls);
    this.conversation = port.conversation(this);
  }

  /** Equips the channel; frames come from now on. */
  void open() {
    life.begin();
    inbox.addTo(channel.pipeline());
    conversation.opened();
    inbox.goOn();
  }

  Channel channel() {
    return channel;
  }

  Admission.Guest guest() {
    return guest;
  }

  Port<F> port() {
    return port;
  }

  Ledger ledger() {
    return ledger;
  }

  Wire.Line line() {
    return line;
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

  Names names() {
    return names;
  }

  Conversation<F> conversation() {
    return conversation;
  }

  Reports reports() {
    return port.service().reports();
  }

  long now() {
    return port.service().net().nanoTime();
  }

  /** Any thread; false when the loop has ended. */
  boolean execute(Runnable task) {
    try {
      channel.eventLoop().execute(() -> guarded(task));
      return true;
    } catch (RejectedExecutionException ended) {
      return false;
    }
  }

  /** What goes wrong in a task of a connection ends that connection, which would stand still. */
  void guarded(Runnable task) {
    try {
      ledger.begins();
      task.run();
    } catch (RuntimeException | Error e) {
      life.failed(e);
    } finally {
      ledger.ends();
    }
  }

  private void onLoop(Runnable task) {
    if (channel.eventLoop().inEventLoop()) {
      task.run();
    } else {
      var unused = execute(task);
    }
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

  /** The device has a newer connection. Any thread. */
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

  /** What becomes known of an uplink; any thread. */
  Receipt judge(Receipt receipt, Throwable failure, boolean named) {
    if (failure != null) {
      if (!life.isGone()) {
        // Else nobody waits for this receipt: the peer left before the transport stopped.
        reports().warn("refusals", () -> label() + ": the host did not take a message: " + failure);
      }
      return new Receipt.Rejected(Receipt.Reason.UNAVAILABLE, String.valueOf(failure));
    }
    if (!named) {
      names.heard(receipt.devices());
    }
    if (receipt instanceof Receipt.Rejected rejected) {
      reports()
          .warn(
              "refusals",
              () ->
                  label()
                      + ": the host refused a message: "
                      + rejected.reason()
                      + ", "
                      + rejected.message());
    }
    return receipt;
  }

  CompletionStage<Void> downlink(Downlink downlink) {
    return sender.downlink(downlink);
  }

  /** On the loop. */
  CompletionStage<Void> converse(Downlink downlink) {
    return conversation.downlink(this, downlink);
  }

  @Override
  public Source source() {
    return peer.source();
  }

  @Override
  public InetSocketAddress remote() {
    return peer.remote();
  }

  @Override
  public String label() {
    return peer.label();
  }

  @Override
  public Optional<String> certificateName() {
    return peer.certificateName();
  }

  @Override
  public Optional<String> device() {
    return names.own();
  }

  @Override
  public void device(String name) {
    if (names.say(name)) {
      line.device(name);
      port.service().uplinks().connected(name);
    }
  }

  @Override
  public void reaches(Collection<String> devices) {
    names.say(devices).forEach(port.service().uplinks()::connected);
  }

  @Override
  public Uplink payload(byte[] bytes, ContentType type) {
    return new Uplink.Payload(bytes, type, peer.metadata(), peer.source(), names.own());
  }

  @Override
  public Uplink telemetry(String device, Map<String, Value> values) {
    return telemetry(device, port.service().context().clock().instant(), values);
  }

  @Override
  public Uplink telemetry(String device, Instant time, Map<String, Value> values) {
    return new Uplink.Telemetry(
        Device.named(device), List.of(new TimedValues(time.toEpochMilli(), values)), peer.source());
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
  public CompletionStage<Void> send(byte[] bytes) {
    return sender.send(bytes);
  }

  @Override
  public CompletionStage<F> ask(Ask<F> ask) {
    if (channel.eventLoop().inEventLoop()) {
      return asks().ask(ask);
    }
    var answer = new CompletableFuture<F>();
    boolean accepted =
        execute(
            () -> {
              var unused =
                  asks()
                      .ask(ask)
                      .whenComplete(
                          (frame, failure) -> {
                            if (failure == null) {
                              answer.complete(frame);
                            } else {
                              answer.completeExceptionally(failure);
                            }
                          });
            });
    if (!accepted) {
      answer.completeExceptionally(Refusal.unavailable(label() + " is not connected any more"));
    }
    return answer;
  }

  /** Most connections never ask. */
  Asks<F> asks() {
    if (asks.isEmpty()) {
      asks = Optional.of(new Asks<>(this));
    }
    return asks.get();
  }

  /** Whether a frame is the answer to a question. */
  boolean isAnswer(F frame) {
    return asks.isPresent() && asks.get().take(frame);
  }

  @Override
  public void every(Duration period, String queue, Supplier<Ask<F>> ask, Consumer<F> heard) {
    onLoop(
        () -> {
          if (polls.isEmpty()) {
            polls = Optional.of(new Polls<>(this));
          }
          polls.get().every(period, queue, ask, heard);
        });
  }

  /** Nothing is asked any more. */
  void closeQuestions() {
    asks.ifPresent(Asks::close);
    polls.ifPresent(Polls::close);
  }

  @Override
  public void later(Duration wait, Runnable task) {
    try {
      var unused =
          channel
              .eventLoop()
              .schedule(
                  () -> {
                    if (!life.isGone()) {
                      guarded(task);
                      inbox.goOn();
                    }
                  },
                  wait.toNanos(),
                  TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException ended) {
      life.gone();
    }
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
