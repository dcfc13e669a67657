package io.integrationhost.plugins.modbus.poll;

import io.integrationhost.plugins.modbus.plan.ConnectionPlan;
import java.util.HashMap;
import java.util.Map;

/**
 * Answers that may still come for requests that were given up or sent again. Where answers name no
 * request they look like those to other ones of the unit. Belongs to its line.
 */
final class Debts {

  private static final class Debt {
    private int answers;
  }

  private final Line line;
  private final Map<Integer, Debt> byUnit = new HashMap<>();

  Debts(Line line) {
    this.line = line;
  }

  /** A unit owes so many answers, which come within a timeout or not at all. */
  void owes(int unit, int answers) {
    ConnectionPlan plan = line.plan();
    if (plan.mode().hasTransactions() || answers == 0) {
      return;
    }
    var debt = new Debt();
    debt.answers = answers;
    byUnit.put(unit, debt);
    line.later(plan.limits().timeout(), () -> byUnit.remove(unit, debt));
  }

  /** A unit has sent what answers nothing. */
  void paid(int unit) {
    byUnit.computeIfPresent(unit, (number, debt) -> --debt.answers > 0 ? debt : null);
  }

  /** What comes over a new connection is of that one. */
  void forget() {
    byUnit.clear();
  }

  /**
   * Whether an answer to something else could be taken for the one to this; not to its repetition.
   */
  boolean holdBack(Exchange exchange) {
    return exchange.tries() == 0 && byUnit.containsKey(exchange.unit().plan().unit());
  }
}
