package io.integrationhost.kit.transport;

import io.integrationhost.kit.Ask;
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
interface Party<F> extends Session<F> {

  Peer peer();

  /** What it shares with the others of its port. */
  Connections<F> all();

  Channel channel();

  Wire.Line line();

  Names names();

  Questions<F> questions();

  Sender sender();

  Conversation<F> conversation();

  /** Whether it can be written to. */
  boolean isOpen();

  /** Whether nothing comes from it any more. Any thread. */
  boolean isGone();

  /** Whether the host has no room for more now. */
  boolean isStalled();

  /** On the loop; empty when it takes no data. */
  Optional<ChannelFuture> write(byte[] bytes);

  /** Does a task, so that what goes wrong in it ends this party only. On the loop. */
  void guarded(Runnable task);

  /** Does what has become possible. On the loop. */
  void goOn();

  /** The device has a newer session. Any thread. */
  void replaced();

  /** A protocol that cannot begin leaves no open line behind. */
  default Conversation<F> begun() {
    try {
      return all().conversation(this);
    } catch (RuntimeException | Error e) {
      names().close();
      line().closed(Wire.End.ERROR);
      throw e;
    }
  }

  default Service service() {
    return all().service();
  }

  default Reports reports() {
    return service().reports();
  }

  default long now() {
    return service().net().nanoTime();
  }

  /** Any thread; false when the loop has ended. */
  default boolean execute(Runnable task) {
    try {
      channel().eventLoop().execute(() -> guarded(task));
      return true;
    } catch (RejectedExecutionException ended) {
      return false;
    }
  }

  default void onLoop(Runnable task) {
    if (channel().eventLoop().inEventLoop()) {
      task.run();
    } else {
      var unused = execute(task);
    }
  }

  /** What becomes known of an uplink; any thread. */
  default Receipt judge(Receipt receipt, Throwable failure, boolean named) {
    if (failure != null) {
      if (!isGone()) {
        // Else nobody waits for this receipt: the peer left before the transport stopped.
        reports().warn("refusals", () -> label() + ": the host did not take a message: " + failure);
      }
      return new Receipt.Rejected(Receipt.Reason.UNAVAILABLE, String.valueOf(failure));
    }
    if (!named) {
      names().heard(receipt.devices());
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

  default CompletionStage<Void> downlink(Downlink downlink) {
    return sender().downlink(downlink);
  }

  /** On the loop. */
  default CompletionStage<Void> converse(Downlink downlink) {
    return conversation().downlink(this, downlink);
  }

  @Override
  default Source source() {
    return peer().source();
  }

  @Override
  default InetSocketAddress remote() {
    return peer().remote();
  }

  @Override
  default String label() {
    return peer().label();
  }

  @Override
  default Optional<String> certificateName() {
    return peer().certificateName();
  }

  @Override
  default Optional<String> device() {
    return names().own();
  }

  @Override
  default void device(String name) {
    if (names().say(name)) {
      line().device(name);
      service().uplinks().connected(name);
    }
  }

  @Override
  default void reaches(Collection<String> devices) {
    names().say(devices).forEach(service().uplinks()::connected);
  }

  @Override
  default Uplink payload(byte[] bytes, ContentType type) {
    return new Uplink.Payload(bytes, type, peer().metadata(), peer().source(), names().own());
  }

  @Override
  default Uplink telemetry(String device, Map<String, Value> values) {
    return telemetry(device, service().context().clock().instant(), values);
  }

  @Override
  default Uplink telemetry(String device, Instant time, Map<String, Value> values) {
    return new Uplink.Telemetry(
        Device.named(device),
        List.of(new TimedValues(time.toEpochMilli(), values)),
        peer().source());
  }

  @Override
  default void report(Fault fault) {
    reports().fault(label(), fault);
    onLoop(() -> line().fault(Wire.Fault.valueOf(fault.kind().name())));
  }

  @Override
  default CompletionStage<Void> send(byte[] bytes) {
    return sender().send(bytes);
  }

  @Override
  default CompletionStage<F> ask(Ask<F> ask) {
    if (channel().eventLoop().inEventLoop()) {
      return questions().ask(ask);
    }
    var answer = new CompletableFuture<F>();
    boolean accepted =
        execute(
            () -> {
              var unused =
                  questions()
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
  default void every(Duration period, String queue, Supplier<Ask<F>> ask, Consumer<F> heard) {
    onLoop(() -> questions().every(period, queue, ask, heard));
  }

  @Override
  default void later(Duration wait, Runnable task) {
    try {
      var unused =
          channel()
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
}
