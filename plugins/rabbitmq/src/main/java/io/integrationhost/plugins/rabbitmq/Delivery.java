package io.integrationhost.plugins.rabbitmq;

import io.integrationhost.plugin.Uplink;

/** A message that the broker has handed over and that is not done. For the lane. */
final class Delivery {

  /** What the broker is to be told. */
  enum Outcome {
    OPEN,
    ACKNOWLEDGE,
    REJECT
  }

  private final long tag;
  private final long taken;
  private Uplink uplink;
  private Outcome outcome = Outcome.OPEN;

  /**
   * One that is not done.
   *
   * @param tag by which the broker knows it, on its channel
   * @param taken from the budget
   * @param uplink null: there is nothing to publish
   */
  Delivery(long tag, long taken, Uplink uplink) {
    this.tag = tag;
    this.taken = taken;
    this.uplink = uplink;
  }

  long tag() {
    return tag;
  }

  long taken() {
    return taken;
  }

  Uplink uplink() {
    return uplink;
  }

  Outcome outcome() {
    return outcome;
  }

  /** It is done; its bytes are let go. */
  void done(Outcome how) {
    outcome = how;
    uplink = null;
  }
}
