package io.integrationhost.plugins.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayDeque;

/**
 * The messages of a connection that are not answered yet, in order. Belongs to the event loop; only
 * {@link Slot#fill} may be called from elsewhere.
 */
final class Answers {

  /** The place of one message's answer. */
  static final class Slot {
    private final LineEnd end;
    private volatile Answer answer;

    private Slot(LineEnd end) {
      this.end = end;
    }

    void fill(Answer given) {
      answer = given;
    }
  }

  private final ArrayDeque<Slot> slots = new ArrayDeque<>();

  Slot add(LineEnd end) {
    var slot = new Slot(end);
    slots.add(slot);
    return slot;
  }

  int size() {
    return slots.size();
  }

  boolean isReady() {
    Slot first = slots.peek();
    return first != null && first.answer != null;
  }

  /** Takes the answers that are due now. */
  void take(ByteBuf out) {
    while (isReady()) {
      Slot slot = slots.poll();
      ByteBufUtil.writeAscii(out, slot.answer.text());
      ByteBufUtil.writeAscii(out, slot.end.text());
    }
  }

  /** Takes the answers that are due now and forgets them. */
  void drop() {
    while (isReady()) {
      slots.poll();
    }
  }
}
