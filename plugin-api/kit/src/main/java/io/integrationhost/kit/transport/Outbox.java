package io.integrationhost.kit.transport;

import io.integrationhost.kit.Answer;
import io.integrationhost.plugin.Receipt;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import java.util.function.BiConsumer;

/**
 * The frames of one connection that have no answer yet, in order, and what is written to it.
 * Belongs to the loop.
 */
final class Outbox {

  /** What the system copies of one write, outside of the heap, must have an end. */
  private static final int CUT = 64 * 1024;

  /** What a payload costs beside its bytes. */
  private static final int OVERHEAD = 128;

  /** The place of one answer; for an uplink, also what its receipt comes to. */
  final class Slot implements BiConsumer<Receipt, Throwable> {
    private Answer answer;
    private final int booked;
    private final boolean isNamed;
    private Slot next;
    private volatile Receipt receipt;

    private Slot(Answer answer, int booked, boolean isNamed) {
      this.answer = answer;
      this.booked = booked;
      this.isNamed = isNamed;
    }

    /** What took its time is done; any thread. */
    void done(Answer said, Throwable failure) {
      if (failure != null) {
        connection.reports().warn("answers", () -> connection.label() + ": " + failure);
      }
      // Before the receipt, whose writing makes it seen.
      answer = failure == null ? said : Answer.NONE;
      accept(NONE_NEEDED, null);
    }

    /** The host's word; any thread. */
    @Override
    public void accept(Receipt given, Throwable failure) {
      connection.all().permits().settled();
      Receipt known = NO_WORD;
      try {
        known = connection.judge(given, failure, isNamed);
      } finally {
        receipt = known;
        connection.settleSoon();
      }
    }
  }

  private static final Receipt NO_WORD =
      new Receipt.Rejected(Receipt.Reason.UNAVAILABLE, "the host did not take it");
  private static final Receipt NONE_NEEDED = new Receipt.NoContent();

  private final Connection<?> connection;
  private Slot first;
  private Slot last;
  private int size;
  private boolean used;
  private boolean answering;

  Outbox(Connection<?> connection) {
    this.connection = connection;
  }

  /** A place for the answer to an uplink of so many bytes. */
  Slot add(Answer answer, int bytes) {
    // A receipt names the devices only of one that did not say its name by then.
    var slot = new Slot(answer, bytes + OVERHEAD, connection.device().isPresent());
    append(slot);
    connection.ledger().bookUnderWay(slot.booked);
    answering |= answer != Answer.NONE;
    return slot;
  }

  /** A place for an answer that takes its time. */
  Slot addLater(int bytes) {
    var slot = new Slot(Answer.NONE, bytes + OVERHEAD, true);
    append(slot);
    connection.ledger().bookUnderWay(slot.booked);
    answering = true;
    return slot;
  }

  /** A place for an answer that waits for no receipt. */
  void add(byte[] bytes) {
    var slot = new Slot(Answer.always(bytes), 0, true);
    slot.receipt = NONE_NEEDED;
    append(slot);
    answering = true;
  }

  private void append(Slot slot) {
    if (last == null) {
      first = slot;
    } else {
      last.next = slot;
    }
    last = slot;
    size++;
  }

  int size() {
    return size;
  }

  /** Whether the peer was ever told something: else there is no last answer to protect. */
  boolean isUsed() {
    return used || answering;
  }

  /** Whether the peer gets answers: it sends again what was not answered. */
  boolean isAnswering() {
    return answering;
  }

  /** Writes the answers that are due now, all at once. */
  void settle() {
    if (first == null || first.receipt == null) {
      return;
    }
    ByteBuf out = null;
    try {
      while (first != null && first.receipt != null) {
        Slot slot = take();
        if (slot.answer != Answer.NONE && connection.channel().isActive()) {
          byte[] bytes = slot.answer.to(slot.receipt);
          if (bytes.length > 0) {
            out = out == null ? connection.channel().alloc().heapBuffer(bytes.length) : out;
            out.writeBytes(bytes);
          }
        }
      }
    } finally {
      if (out != null) {
        write(out).addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
        connection.channel().flush();
      }
    }
  }

  private Slot take() {
    Slot slot = first;
    first = slot.next;
    if (first == null) {
      last = null;
    }
    size--;
    if (slot.booked > 0) {
      connection.ledger().bookUnderWay(-slot.booked);
    }
    return slot;
  }

  /** Writes in pieces that are not too large; the future is that of the last. */
  ChannelFuture write(ByteBuf bytes) {
    while (bytes.readableBytes() > CUT) {
      connection
          .channel()
          .write(bytes.readRetainedSlice(CUT))
          .addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
    }
    used = true;
    return connection.channel().write(bytes);
  }
}
