package io.integrationhost.host.delivery;

import java.time.Duration;

/**
 * When a refusal is the server's trouble, and when it is the reading's own.
 *
 * @param firstWait after a server that takes nothing has refused several messages; doubles
 * @param longestWait between tries of such a server
 * @param tries so often a reading is refused alone while others pass, before it is given up
 * @param period at least so long from the first of these tries to the last
 * @param loneTries the same while there is nothing else to send
 * @param lonePeriod the same while there is nothing else to send
 * @param maxSuspects readings set aside at most; beyond that the delivery waits
 * @param maxBytes of readings set aside, and of attributes that wait behind them
 */
public record RefusalRules(
    Duration firstWait,
    Duration longestWait,
    int tries,
    Duration period,
    int loneTries,
    Duration lonePeriod,
    int maxSuspects,
    long maxBytes) {

  /** 5 tries over 5 minutes while others pass, 10 over 10 minutes alone, 1,000 set aside. */
  public static RefusalRules standard() {
    return new RefusalRules(
        Duration.ofSeconds(1),
        Duration.ofSeconds(30),
        5,
        Duration.ofMinutes(5),
        10,
        Duration.ofMinutes(10),
        1000,
        64L << 20);
  }

  /**
   * The same rules, only sooner; the relations between all times stay as they are.
   *
   * @param divisor of every time
   */
  public RefusalRules sooner(int divisor) {
    return new RefusalRules(
        firstWait.dividedBy(divisor),
        longestWait.dividedBy(divisor),
        tries,
        period.dividedBy(divisor),
        loneTries,
        lonePeriod.dividedBy(divisor),
        maxSuspects,
        maxBytes);
  }

  /** How long to wait after so many tries of a suspect, when so many others wait too. */
  Duration beforeNextTry(int attempts, int suspects) {
    if (attempts == 0) {
      return firstWait.multipliedBy(2);
    }
    if (attempts == 1) {
      return firstWait.multipliedBy(10);
    }
    // A thousand suspects must not keep a server busy that has troubles of its own.
    return suspects > 20 ? period.dividedBy(tries) : period.dividedBy(2L * tries);
  }

  /** What passed so lately tells that the server was well. */
  Duration fresh() {
    return period.dividedBy(tries);
  }
}
