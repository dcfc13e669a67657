package io.integrationhost.emulator;

import io.integrationhost.remote.proto.ResponseMsg;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** The answers that a stream still owes, first in first out. Guarded by its session. */
final class AnswerQueue {
  private record Due(long nanoTime, Answer answer) {}

  private final Consumer<ResponseMsg> out;
  private final Deque<Due> waiting = new ArrayDeque<>();

  AnswerQueue(Consumer<ResponseMsg> out) {
    this.out = out;
  }

  int size() {
    return waiting.size();
  }

  void add(Answer answer, Duration delay) {
    waiting.addLast(new Due(System.nanoTime() + delay.toNanos(), answer));
  }

  /**
   * Sends what is due and what the gate lets pass.
   *
   * @return nanoseconds until the next answer is due; empty when none waits for its time
   */
  OptionalLong send(Gate gate) {
    while (!waiting.isEmpty()) {
      long left = waiting.getFirst().nanoTime() - System.nanoTime();
      if (left > 0) {
        return OptionalLong.of(left);
      }
      if (!gate.tryPass()) {
        return OptionalLong.empty();
      }
      out.accept(Wire.answer(waiting.removeFirst().answer()));
    }
    return OptionalLong.empty();
  }

  /** Sends everything now. */
  void flush() {
    while (!waiting.isEmpty()) {
      out.accept(Wire.answer(waiting.removeFirst().answer()));
    }
  }

  void clear() {
    waiting.clear();
  }
}
