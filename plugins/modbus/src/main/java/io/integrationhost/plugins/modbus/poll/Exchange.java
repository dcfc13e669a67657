package io.integrationhost.plugins.modbus.poll;

import io.integrationhost.plugins.modbus.frame.Reply;
import io.integrationhost.plugins.modbus.frame.Request;
import java.util.Optional;
import java.util.function.Consumer;

/** One request of a unit, sent again while it is not answered. Belongs to its line. */
final class Exchange {

  /**
   * How it ended.
   *
   * @param reply the device's; empty: none came
   * @param wasSent whether the device may have got it
   * @param why in words, when none came
   */
  record Outcome(Optional<Reply> reply, boolean wasSent, String why) {}

  private final Unit unit;
  private final Request request;
  private final Consumer<Outcome> done;
  private int triesLeft;
  private int tries;
  private int transaction;
  private boolean isCancelled;

  /**
   * One that waits to be sent.
   *
   * @param retries how often it is sent again
   * @param done is told once, unless it is cancelled before it was sent
   */
  Exchange(Unit unit, Request request, int retries, Consumer<Outcome> done) {
    this.unit = unit;
    this.request = request;
    this.triesLeft = retries + 1;
    this.done = done;
  }

  Unit unit() {
    return unit;
  }

  Request request() {
    return request;
  }

  /** Is sent, under a number by which its answer is known. */
  void begin(int number) {
    transaction = number;
    triesLeft--;
    tries++;
  }

  int transaction() {
    return transaction;
  }

  /** How often it was sent. */
  int tries() {
    return tries;
  }

  boolean mayTryAgain() {
    return triesLeft > 0 && !isCancelled;
  }

  /** Many devices answer nothing, no exception either, to a function that they lack. */
  boolean mayBeIgnored() {
    return request.function() == Request.IDENTIFY;
  }

  /** Is not sent any more. */
  void cancel() {
    isCancelled = true;
  }

  boolean isCancelled() {
    return isCancelled;
  }

  void answered(Reply reply) {
    done.accept(new Outcome(Optional.of(reply), true, ""));
  }

  void failed(String why) {
    done.accept(new Outcome(Optional.empty(), tries > 0, why));
  }
}
