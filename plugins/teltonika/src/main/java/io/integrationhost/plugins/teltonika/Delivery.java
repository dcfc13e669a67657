package io.integrationhost.plugins.teltonika;

import io.integrationhost.kit.Answer;
import io.integrationhost.kit.Session;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Uplink;
import java.util.List;
import java.util.function.Function;

/** Uplinks that belong together, and what their receipts come to. Belongs to the session's loop. */
final class Delivery implements Answer {

  /** No answer. */
  static final byte[] NOTHING = {};

  /** What became of uplinks that belong together. */
  enum Outcome {
    /** All are stored, or the host has nothing to keep of them. */
    STORED,
    /** The host would refuse one of them again and again. */
    INVALID,
    /** At least one was not stored; it may be another time. */
    REFUSED
  }

  private final Function<Outcome, byte[]> answer;
  private int missing;
  private Outcome worst = Outcome.STORED;

  private Delivery(int missing, Function<Outcome, byte[]> answer) {
    this.missing = missing;
    this.answer = answer;
  }

  /**
   * Publishes in order.
   *
   * @param parts one at least
   * @param answer what the device is told when all receipts are there; never asked when the session
   *     ends before
   */
  static void publish(
      Session<?> session, List<? extends Uplink> parts, Function<Outcome, byte[]> answer) {
    var delivery = new Delivery(parts.size(), answer);
    parts.forEach(part -> session.publish(part, delivery));
  }

  @Override
  public byte[] to(Receipt receipt) {
    Outcome outcome = outcome(receipt);
    worst = worst.compareTo(outcome) >= 0 ? worst : outcome;
    missing--;
    return missing == 0 ? answer.apply(worst) : NOTHING;
  }

  private static Outcome outcome(Receipt receipt) {
    if (receipt instanceof Receipt.Rejected rejected) {
      return rejected.reason() == Receipt.Reason.INVALID ? Outcome.INVALID : Outcome.REFUSED;
    }
    return Outcome.STORED;
  }
}
