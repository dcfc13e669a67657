package io.integrationhost.kit.transport;

import io.integrationhost.kit.Answer;
import io.integrationhost.kit.Conversation;
import io.integrationhost.kit.Fault;
import io.integrationhost.kit.Framing;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DatagramPacket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Who sends datagrams from one address, as the conversation sees it. Each answer is a datagram of
 * its own and goes when it is known, since the net keeps no order either.
 */
final class DatagramPeer<F> extends Party<F> {

  /** What a payload costs beside its bytes. */
  private static final int OVERHEAD = 128;

  private final BiConsumer<DatagramPeer<F>, String> dropping;
  private final Consumer<DatagramPeer<F>> gone;
  private final AtomicInteger answersDue = new AtomicInteger();
  private final Conversation<F> conversation;
  private long heardAt;
  private volatile boolean ended;

  /**
   * On the loop.
   *
   * @param dropping is told why the host cannot have a frame: busy, memory
   * @param gone forgets this one
   */
  DatagramPeer(
      Channel channel,
      Peer peer,
      Connections<F> all,
      BiConsumer<DatagramPeer<F>, String> dropping,
      Consumer<DatagramPeer<F>> gone) {
    super(channel, peer, all);
    this.dropping = dropping;
    this.gone = gone;
    this.heardAt = now();
    this.conversation = begun();
  }

  void open() {
    guarded(conversation::opened);
  }

  long heardAt() {
    return heardAt;
  }

  /** Whether an answer is due. */
  boolean waits() {
    return answersDue.get() > 0;
  }

  /** Takes what came in one datagram. */
  void take(ByteBuf datagram, DatagramReader reader) {
    heardAt = now();
    line().received(datagram.readableBytes());
    if (line().isWatched()) {
      line().receivedCopy(ByteBufUtil.getBytes(datagram));
    }
    Framing<F> framing = all().framing();
    List<Object> found =
        framing
            .wholeDatagram(datagram)
            .map(List::of)
            .orElseGet(() -> reader.cut(datagram, framing.datagramDecoder()));
    for (Object each : found) {
      if (ended) {
        return;
      }
      if (each instanceof Fault fault) {
        fault(fault);
      } else if (each instanceof Throwable broken) {
        fault(malformed("sent what cannot be read: " + broken, ""));
      } else if (all().permits().enter(true)) {
        all().permits().leave(1);
        guarded(() -> take(each).ifPresent(this::fault));
      } else {
        dropping.accept(this, "busy");
        return;
      }
    }
  }

  void fault(Fault fault) {
    report(fault);
    // The next datagram is another beginning.
    var told = new Fault(fault.kind(), fault.what(), fault.bytes(), true);
    guarded(
        () -> {
          if (!conversation.fault(told)) {
            end(Wire.End.ERROR);
          }
        });
  }

  @Override
  public void publish(Uplink uplink, Answer answer) {
    onLoop(() -> publishNow(uplink, answer));
  }

  private void publishNow(Uplink uplink, Answer answer) {
    if (ended) {
      return;
    }
    int size = OVERHEAD + (uplink instanceof Uplink.Payload payload ? payload.bytes().length : 0);
    if (!all().budget().take(size)) {
      dropping.accept(this, "memory");
      return;
    }
    all().permits().force();
    boolean named = device().isPresent();
    boolean isAnswered = answer != Answer.NONE;
    if (isAnswered) {
      answersDue.incrementAndGet();
    }
    CompletionStage<Receipt> published;
    try {
      published = service().uplinks().publish(uplink);
    } catch (RuntimeException | Error e) {
      published = CompletableFuture.failedFuture(e);
    }
    var unused =
        published.whenComplete(
            (receipt, failure) -> {
              all().budget().give(size);
              all().permits().settled();
              Receipt known = judge(receipt, failure, named);
              if (isAnswered && !execute(() -> answer(answer, known))) {
                answersDue.decrementAndGet();
              }
            });
  }

  @Override
  public void answer(int bytes, Supplier<? extends CompletionStage<Answer>> work) {
    onLoop(() -> answerLater(OVERHEAD + bytes, work));
  }

  private void answerLater(int size, Supplier<? extends CompletionStage<Answer>> work) {
    if (ended) {
      return;
    }
    if (!all().budget().take(size)) {
      dropping.accept(this, "memory");
      return;
    }
    all().permits().force();
    answersDue.incrementAndGet();
    CompletionStage<Answer> begun;
    try {
      begun = work.get();
    } catch (RuntimeException | Error e) {
      begun = CompletableFuture.failedFuture(e);
    }
    var unused =
        begun.whenComplete(
            (said, failure) -> {
              all().budget().give(size);
              all().permits().settled();
              if (failure != null) {
                reports().warn("answers", () -> label() + ": " + failure);
              }
              Answer answer = failure == null ? said : Answer.NONE;
              if (!execute(() -> answer(answer, new Receipt.NoContent()))) {
                answersDue.decrementAndGet();
              }
            });
  }

  private void answer(Answer answer, Receipt receipt) {
    answersDue.decrementAndGet();
    byte[] bytes = answer.to(receipt);
    if (bytes.length > 0) {
      var unused = write(bytes);
    }
  }

  @Override
  public void answer(byte[] bytes) {
    // Not now: the frame that it answers has not been handled to its end.
    var unused = execute(() -> write(bytes));
  }

  @Override
  Optional<ChannelFuture> write(byte[] bytes) {
    if (!isOpen() || !channel().isWritable()) {
      return Optional.empty();
    }
    line().sent(bytes.length);
    if (line().isWatched()) {
      line().sentCopy(bytes);
    }
    return Optional.of(
        channel().writeAndFlush(new DatagramPacket(Unpooled.wrappedBuffer(bytes), remote())));
  }

  @Override
  void failed(Throwable cause) {
    reports().warn("connections", () -> label() + " is forgotten after a failure: " + cause);
    end(Wire.End.ERROR);
  }

  @Override
  void goOn() {
    // What cannot be taken is dropped, so nothing waits.
  }

  /** The peer is forgotten; on the loop. */
  void end(Wire.End why) {
    if (ended) {
      return;
    }
    ended = true;
    try {
      over(why);
    } finally {
      // Last: a stop waits for it.
      gone.accept(this);
    }
  }

  @Override
  public boolean isRead() {
    return !all().isPaused();
  }

  @Override
  public void finish() {
    onLoop(() -> end(Wire.End.DEVICE));
  }

  @Override
  public void close(String why) {
    onLoop(
        () -> {
          reports().warn("connections", () -> label() + " is forgotten: " + why);
          end(Wire.End.OTHER);
        });
  }

  @Override
  void replaced() {
    var unused = execute(() -> end(Wire.End.LIMIT));
  }

  @Override
  boolean isOpen() {
    return !ended && channel().isActive();
  }

  @Override
  boolean isGone() {
    return ended;
  }

  @Override
  boolean isStalled() {
    return false;
  }

  @Override
  Conversation<F> conversation() {
    return conversation;
  }
}
