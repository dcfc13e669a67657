package io.integrationhost.host.guard;

import io.integrationhost.converter.ConverterLimits;
import io.integrationhost.converter.ConverterLimits.Budget;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what scripts may allocate within the heap: all threads for scripts may be given one that
 * takes all that it may, at once, and what the host itself needs is still there.
 *
 * @param heap the most bytes of it
 */
public record ScriptMemory(long heap) {

  private static final Logger log = LoggerFactory.getLogger(ScriptMemory.class);

  /** Of the heap, in percent, for all scripts together. */
  private static final int SHARE = 80;

  private static final long LEAST = 8L << 20;

  /** That of this process. */
  public static ScriptMemory ofProcess() {
    return new ScriptMemory(Runtime.getRuntime().maxMemory());
  }

  /** The limits, with less memory for a call where they would not fit; that is logged. */
  public ConverterLimits within(ConverterLimits wanted) {
    Budget budget = wanted.budget();
    long most = Math.max(LEAST, heap / 100 * SHARE / wanted.pool().threads());
    if (budget.memory() <= most) {
      return wanted;
    }
    log.info(
        "a script may allocate {} MiB in a call, not the {} MiB of converter.max-memory, as {} at once"
            + " would not fit into a heap of {} MiB; for more, set JAVA_OPTS=-Xmx... or fewer"
            + " converter.threads",
        most >> 20,
        budget.memory() >> 20,
        wanted.pool().threads(),
        heap >> 20);
    return wanted.with(new Budget(budget.cpuTime(), budget.wallTime(), budget.grace(), most));
  }
}
