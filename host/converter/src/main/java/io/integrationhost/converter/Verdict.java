package io.integrationhost.converter;

import io.integrationhost.converter.ConverterException.Kind;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Whether a script may run for a source: refuses for a while when too many errors came lately, or
 * for good when the script can never work. Thread safe.
 */
final class Verdict implements Judge {

  /**
   * An error of the script itself is not counted (facts 5.8), but the time of its call is, unless
   * it is that short: most devices with bad payloads cost nothing.
   */
  private static final long NOTABLE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /**
   * Of errors whose number has no limit, as only their time holds them; and of filled memory, as
   * collecting it keeps other threads busy about as long as filling it.
   */
  private static final int DOUBLE = 2;

  private final Direction direction;
  private final LongSupplier nanoTime;
  private final UUID scriptId = UUID.randomUUID();
  private final ErrorBudgets budgets;
  private final Allowances allowances;
  private final LongAdder refused = new LongAdder();
  private long errors;
  private String lastError;
  private volatile ScriptFailure forGood;

  /** Whether errors are remembered: each message reads it, without the lock. */
  private volatile boolean strained;

  Verdict(ConverterLimits.Errors limits, Direction direction, LongSupplier nanoTime) {
    this.direction = direction;
    this.nanoTime = nanoTime;
    this.budgets = new ErrorBudgets(limits, scriptId);
    this.allowances = new Allowances(limits.window());
  }

  @Override
  public void check(String source) {
    ScriptFailure refusal = forGood;
    if (refusal == null && strained) {
      refusal = refusal(source);
    }
    if (refusal != null) {
      refused.increment();
      throw refusal;
    }
  }

  /** A message was refused for a reason that is not the script's. */
  void refused() {
    refused.increment();
  }

  private synchronized ScriptFailure refusal(String source) {
    long now = nanoTime.getAsLong();
    strained = !budgets.isEmpty(now);
    return budgets.refusal(source, now).orElse(null);
  }

  /** Less time than usual after others were stopped. */
  @Override
  public Allowance allowance(ConverterLimits.Budget usual) {
    return strained ? reduced(usual) : Allowance.of(usual);
  }

  private synchronized Allowance reduced(ConverterLimits.Budget usual) {
    return allowances.of(usual, nanoTime.getAsLong());
  }

  @Override
  public synchronized void succeeded(long nanos) {
    allowances.endedAfter(nanos);
  }

  @Override
  public synchronized void failed(ScriptFailure failure, String source, long cost) {
    boolean counted = failure.kind().counted();
    if (failure == forGood || (!counted && cost < NOTABLE_NANOS)) {
      return;
    }
    if (counted) {
      errors++;
    }
    lastError = failure.getMessage();
    long charged = counted && failure.kind() != Kind.MEMORY ? cost : DOUBLE * cost;
    long now = nanoTime.getAsLong();
    budgets.failed(source, now, counted, charged, lastError);
    if (failure.kind() == Kind.TIMEOUT) {
      allowances.stopped(now);
    }
    strained = true;
    if (failure.kind() == Kind.COMPILE && forGood == null) {
      forGood =
          failure.saying(
              "Can't compile " + direction + " converter script: " + failure.getMessage());
    }
  }

  /** Nobody answers for the converter but itself: only another script helps. */
  @Override
  public synchronized void lost() {
    lastError = "An operation of the script could not be stopped";
    forGood =
        new ScriptFailure(
            Kind.BLOCKED,
            "Script invocation is blocked: an earlier call, scriptId "
                + scriptId
                + ", could not be stopped; correct the endless operation in the script and save"
                + " the converter");
  }

  synchronized ErrorBudget budget() {
    long now = nanoTime.getAsLong();
    return new ErrorBudget(
        Optional.ofNullable(forGood).or(() -> budgets.refusal(now)).map(Throwable::getMessage),
        budgets.refusedSources(now),
        errors,
        Optional.ofNullable(lastError),
        refused.sum());
  }
}
