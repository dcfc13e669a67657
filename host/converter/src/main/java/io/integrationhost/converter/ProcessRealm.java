package io.integrationhost.converter;

import io.integrationhost.converter.ProcessSession.Outcome;
import io.integrationhost.converter.process.Order;

/** A realm inside another process, which ends with that process. */
final class ProcessRealm implements ScriptLanguage.Realm {
  private final ProcessSession session;
  private final int number;
  private final Order.Open open;
  private boolean opened;

  ProcessRealm(String language, String body, Direction direction, ProcessSession session) {
    this.session = session;
    this.number = session.newRealm();
    this.open = new Order.Open(number, language, direction == Direction.DOWNLINK, body);
  }

  ProcessSession session() {
    return session;
  }

  /** The same script's realm in another process. */
  ProcessRealm in(ProcessSession other) {
    Direction direction = open.downlink() ? Direction.DOWNLINK : Direction.UPLINK;
    return new ProcessRealm(open.language(), open.script(), direction, other);
  }

  /** Whether it was never called: the script is compiled with the first call. */
  boolean isFresh() {
    return !opened;
  }

  /** Runs the script once; see {@link ProcessSession#call}. */
  Outcome call(ScriptArguments arguments, Allowance allowance, long patienceNanos) {
    if (!opened) {
      opened = true;
      session.send(open);
    }
    ConverterLimits.Budget budget = allowance.budget();
    Order.Limits limits =
        new Order.Limits(
            budget.cpuTime().toNanos(),
            budget.wallTime().toNanos(),
            budget.memory(),
            allowance.remark());
    return session.call(number, limits, WireArguments.of(arguments), patienceNanos);
  }

  @Override
  public boolean isUsable() {
    return session.isUsable();
  }

  @Override
  public ScriptResult call(ScriptArguments arguments) {
    throw new UnsupportedOperationException("only with limits: they are kept over there");
  }

  /** Not from here: the other process keeps its limits, and this one ends it when it does not. */
  @Override
  public void interrupt(long graceMillis) {}

  @Override
  public void close() {
    if (opened && session.isReady()) {
      session.send(new Order.Close(number));
    }
  }
}
