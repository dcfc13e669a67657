package io.integrationhost.host.delivery;

import java.time.Duration;
import java.util.Optional;

/**
 * What the last answers say of the server, and how long it is left alone. A refusal is the server's
 * trouble until something passes. Confined to the thread that delivers.
 */
final class ServerTrouble {

  /** Enough to divide a batch of thousands until one reading is alone, and to try some others. */
  private static final int AT_ONCE = 20;

  /** After so many refusals in a row it is tried whether anything passes at all. */
  private static final int IN_ONE_PLACE = 13;

  /** Between two rests. */
  private static final int AGAIN = 3;

  private final RefusalRules rules;
  private Duration nextWait;
  private int inRow;
  private int left = AT_ONCE;
  private boolean rested;
  private boolean leftAlone;
  private long aloneUntil;
  private Optional<String> text = Optional.empty();

  ServerTrouble(RefusalRules rules) {
    this.rules = rules;
    this.nextWait = rules.firstWait();
  }

  /**
   * Something was accepted.
   *
   * @return whether nothing was before, not even after a rest
   */
  boolean passed() {
    boolean over = rested;
    nextWait = rules.firstWait();
    inRow = 0;
    left = AT_ONCE;
    rested = false;
    text = Optional.empty();
    return over;
  }

  /**
   * Something was refused.
   *
   * @param known whether that was to be expected while all others pass
   * @return whether it is time to wait
   */
  boolean refused(String reason, boolean known) {
    if (known) {
      return false;
    }
    text = Optional.of(reason);
    inRow++;
    return --left <= 0;
  }

  /** How long to wait now. */
  Duration rest() {
    rested |= inRow > 0;
    left = AGAIN;
    Duration wait = nextWait;
    Duration doubled = wait.multipliedBy(2);
    nextWait = doubled.compareTo(rules.longestWait()) > 0 ? rules.longestWait() : doubled;
    return wait;
  }

  /** Nothing is sent for so long, counted from now. */
  void leaveAlone(Duration time, long now) {
    leftAlone = true;
    aloneUntil = now + time.toNanos();
  }

  /** A rest may be over. */
  void timeIs(long now) {
    leftAlone = leftAlone && aloneUntil - now > 0;
  }

  /** Whether nothing is to be sent now. */
  boolean isLeftAlone() {
    return leftAlone;
  }

  /** Whether nothing was refused since something passed. */
  boolean isOver() {
    return !rested && inRow == 0 && text.isEmpty();
  }

  /** Whether to look elsewhere for something that passes. */
  boolean looksElsewhere() {
    return rested || inRow >= IN_ONE_PLACE;
  }

  /** The last refusal when nothing has passed since, for people. */
  Optional<String> problem() {
    return text.map(
        "ThingsBoard refuses what it is sent: \"%s\"; all is kept and tried again"::formatted);
  }
}
