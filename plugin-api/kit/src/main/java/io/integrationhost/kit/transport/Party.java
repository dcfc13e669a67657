package io.integrationhost.kit.transport;

import io.integrationhost.kit.Ask;
import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.Conversation;
import io.integrationhost.kit.Fault;
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
import io.netty.channel.ChannelFuture;
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
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What a session is whether its bytes travel in a stream or in datagrams. */
abstract class Party<F> implements Session<F> {

  private final Channel channel;
  private final Peer peer;
  private final Connections<F> all;
  private final Ledger ledger;
  private final Wire.Line line;
  private final Names names;
  private final Questions<F> questions = new Questions<>(this);
  private final Sender sender = new Sender(this);

  /** On its loop; the host is told. */
  Party(Channel channel, Peer peer, Connections<F> all) {
    this.channel = channel;
    this.peer = peer;
    this.all = all;
    this.ledger = all.ledger(channel.eventLoop());
    this.line = all.service().wire().opened(peer.source(), Peer.text(peer.remote()));
    this.names = new Names(all.service().devices(), this);
  }

  Channel channel() {
    return channel;
  }

  /** What it shares with the others of its port. */
  Connections<F> all() {
    return all;
  }

  Ledger ledger() {
    return ledger;
  }

  Wire.Line line() {
    return line;
  }

  Names names() {
    return names;
  }

  Questions<F> questions() {
    return questions;
  }

  abstract Conversation<F> conversation();

  /** Whether it can be written to. */
  abstract boolean isOpen();

  /** Whether nothing comes from it any more. Any thread. */
  abstract boolean isGone();

  /** Whether the host has no room for more now. */
  abstract boolean isStalled();

  /** On the loop; empty when it takes no data. */
  abstract Optional<ChannelFuture> write(byte[] bytes);

  /** What goes wrong in a task, or is thrown in it, ends this party only. On the loop. */
  abstract void failed(Throwable cause);

  /** Does what has become possible. On the loop. */
  abstract void goOn();

  /** The device has a newer session. Any thread. */
  abstract void replaced();

  /** Does a task, so that what goes wrong in it ends this party only. On the loop. */
  final void guarded(Runnable task) {
    try {
      ledger.begins();
      task.run();
    } catch (RuntimeException | Error e) {
      failed(e);
    } finally {
      ledger.ends();
    }
  }

  /** A protocol that cannot begin leaves no open line behind. */
  final Conversation<F> begun() {
    try {
      return all.conversation(this);
    } catch (RuntimeException | Error e) {
      names.close();
      line.closed(Wire.End.ERROR);
      throw e;
    }
  }

  /** Hands a frame over, as the decoder found it; empty, or what is wrong with it. */
  final Optional<Fault> take(Object found) {
    try {
      F frame = all.framing().frame(found);
      if (!questions.isAnswer(frame)) {
        conversation().frame(frame);
      }
      return Optional.empty();
    } catch (RuntimeException e) {
      String bytes = found instanceof byte[] some ? Bytes.excerpt(some, some.length) : "";
      return Optional.of(malformed("sent a message that cannot be used: " + e, bytes));
    }
  }

  static Fault malformed(String what, String bytes) {
    return new Fault(Fault.Kind.MALFORMED, what, bytes, true);
  }

  /** Nothing comes from it any more; host and conversation are told. On the loop. */
  final void over(Wire.End why) {
    names.close();
    questions.close();
    line.closed(why);
    try {
      conversation().closed();
    } catch (RuntimeException e) {
      reports().warn("connections", () -> label() + ": at its end: " + e);
    }
  }

  final Service service() {
    return all.service();
  }

  final Reports reports() {
    return service().reports();
  }

  final long now() {
    return service().net().nanoTime();
  }

  /** Any thread; false when the loop has ended. */
  final boolean execute(Runnable task) {
    try {
      channel.eventLoop().execute(() -> guarded(task));
      return true;
    } catch (RejectedExecutionException ended) {
      return false;
    }
  }

  final void onLoop(Runnable task) {
    if (channel.eventLoop().inEventLoop()) {
      task.run();
    } else {
      var unused = execute(task);
    }
  }

  /** What becomes known of an uplink; any thread. */
  final Receipt judge(Receipt receipt, Throwable failure, boolean named) {
    if (failure != null) {
      if (!isGone()) {
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

  final CompletionStage<Void> downlink(Downlink downlink) {
    return sender.downlink(downlink);
  }

  /** On the loop. */
  final CompletionStage<Void> converse(Downlink downlink) {
    return conversation().downlink(this, downlink);
  }

  @Override
  public final Source source() {
    return peer.source();
  }

  @Override
  public final InetSocketAddress remote() {
    return peer.remote();
  }

  @Override
  public final String label() {
    return peer.label();
  }

  @Override
  public final Optional<String> certificateName() {
    return peer.certificateName();
  }

  @Override
  public final Optional<String> device() {
    return names.own();
  }

  @Override
  public final void device(String name) {
    if (names.say(name)) {
      line.device(name);
      service().uplinks().connected(name);
    }
  }

  @Override
  public final void reaches(Collection<String> devices) {
    names.say(devices).forEach(service().uplinks()::connected);
  }

  @Override
  public final Uplink payload(byte[] bytes, ContentType type) {
    return new Uplink.Payload(bytes, type, peer.metadata(), peer.source(), names.own());
  }

  @Override
  public final Uplink telemetry(String device, Map<String, Value> values) {
    return telemetry(device, service().context().clock().instant(), values);
  }

  @Override
  public final Uplink telemetry(String device, Instant time, Map<String, Value> values) {
    return new Uplink.Telemetry(
        Device.named(device), List.of(new TimedValues(time.toEpochMilli(), values)), peer.source());
  }

  @Override
  public final void report(Fault fault) {
    reports().fault(label(), fault);
    onLoop(() -> line.fault(Wire.Fault.valueOf(fault.kind().name())));
  }

  @Override
  public final CompletionStage<Void> send(byte[] bytes) {
    return sender.send(bytes);
  }

  @Override
  public final CompletionStage<F> ask(Ask<F> ask) {
    if (channel.eventLoop().inEventLoop()) {
      return questions.ask(ask);
    }
    var answer = new CompletableFuture<F>();
    boolean accepted =
        execute(
            () -> {
              var unused =
                  questions
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

  @Override
  public final void every(Duration period, String queue, Supplier<Ask<F>> ask, Consumer<F> heard) {
    onLoop(() -> questions.every(period, queue, ask, heard));
  }

  @Override
  public final void later(Duration wait, Runnable task) {
    try {
      var unused =
          channel
              .eventLoop()
              .schedule(
                  () -> {
                    if (!isGone()) {
                      guarded(task);
                      goOn();
                    }
                  },
                  wait.toNanos(),
                  TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException ended) {
      reports().warn("connections", () -> label() + ": its loop has ended: " + ended);
    }
  }

  @Override
  public final String toString() {
    return label();
  }
}
